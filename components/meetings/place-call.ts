import { uuidv7 } from 'uuidv7';

import type { Call, CallKind } from '@/lib/meetings/schemas';

import { callApi, type ApiResult } from '../chat/api';
import { keepWish } from './join-wish';

type Who = { workspaceId: string; userId: string };

/** Starts the call of a conversation, or finds the one that is live, and rings. The room's page then joins at once. */
export async function placeCall(
  { workspaceId, userId }: Who,
  conversationId: string,
  kind: CallKind,
): Promise<ApiResult<{ code: string }>> {
  const answer = await callApi<Call>('POST', '/calls/initiate', {
    workspaceId,
    body: { id: uuidv7(), conversationId, kind },
  });
  if (!answer.ok) return answer;
  const { code } = answer.value;
  sitDown(userId, code, kind);
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
export function sitDown(userId: string, code: string, kind: CallKind): void {
  keepWish(userId, code, { kind, isMuted: false, isCameraOn: kind === 'video' });
}
