import { uuidv7 } from 'uuidv7';

import type { Call, CallKind } from '@/lib/meetings/schemas';

import { callApi, type ApiResult } from '../chat/api';
import { keepSeat } from './seat-memory';

type Who = { workspaceId: string; userId: string };

/** Where a call is: in a conversation, or in a free room by its code. */
type Where = { conversationId: string } | { code: string };

/**
 * Starts the call of a conversation or a room, or finds the one that is live, and rings: those named, or the others of a
 * direct conversation. The room's page then joins at once.
 */
export async function placeCall(
  { workspaceId, userId }: Who,
  where: Where,
  kind: CallKind,
  memberIds?: readonly string[],
): Promise<ApiResult<{ code: string }>> {
  const answer = await callApi<Call>('POST', '/calls/initiate', {
    workspaceId,
    body: { id: uuidv7(), ...where, kind, ...(memberIds === undefined ? {} : { memberIds }) },
  });
  if (!answer.ok) return answer;
  const { code, id } = answer.value;
  sitDown(userId, code, id, kind);
  return { ok: true, value: { code } };
}

/** The room of a conversation, opened if it has none. */
export function openRoomOf(
  { workspaceId }: Who,
  conversationId: string,
): Promise<ApiResult<{ code: string }>> {
  return callApi('POST', '/meeting-rooms', { workspaceId, body: { id: uuidv7(), conversationId } });
}

/** Has the room's page of this tab join a call at once, as somebody does who accepts it or calls. */
export function sitDown(userId: string, code: string, callId: string, kind: CallKind): void {
  const isCameraOn = kind === 'video';
  keepSeat(userId, code, { seatId: crypto.randomUUID(), callId, kind, isMuted: false, isCameraOn });
}
