import { MAX_SEATS } from '@/lib/meetings/limits';

import type { CallServer } from './call-server';
import type { CallPhase } from './call-types';

export type OverReason = Extract<CallPhase, { name: 'over' }>['reason'];

/** What a conflict at joining means: the call is full, nobody has begun it, or it or the seat is over. */
export async function whyNotJoined(
  server: CallServer,
  { code, callId, seatId }: { code: string; callId: string; seatId: string },
): Promise<OverReason> {
  const [room, earlier] = await Promise.all([server.room(code), server.status(callId)]);
  if (earlier.ok && earlier.value.endedAt !== null) return 'ended';
  const seats = room.ok ? (room.value.call?.seats ?? []) : [];
  return seats.length >= MAX_SEATS && !seats.some(({ id }) => id === seatId) ? 'full' : 'refused';
}
