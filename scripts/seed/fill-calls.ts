import { joinCall, leaveCall, startCall } from '@/lib/meetings/calls';
import { listCalls } from '@/lib/meetings/history';
import { openRoom } from '@/lib/meetings/rooms';
import { noteQuality } from '@/lib/meetings/signals';

import type { SeedCall } from './calls.ts';
import type { Company } from './company.ts';
import { seedId } from './seed-id.ts';

const SAMPLE = { roundTripMs: 41, loss: 0.003, jitterMs: 6, framesPerSecond: null, isRelayed: false };

/** Where the call is: in a conversation, whose id is made from its name, or in a room that is opened now. */
async function placeOf(company: Company, { conversation, room = '', by }: SeedCall) {
  if (conversation !== undefined) return { conversationId: seedId(company.slug, 'direct', conversation) };
  return await company.as(by)(openRoom, { id: seedId(company.slug, 'room', room), name: room });
}

/**
 * Has people meet as it is written, through the commands.
 * @returns the call's id
 */
export async function fillCall(company: Company, call: SeedCall): Promise<string> {
  const id = seedId(company.slug, 'call', call.name);
  const caller = company.as(call.by);
  const place = await placeOf(company, call);
  const { calls } = await caller(listCalls, { limit: 100 });
  if (calls.some((known) => known.id === id)) return id;
  const { code } = await caller(startCall, { id, ...place, kind: call.kind, memberIds: [] });
  const seats = [call.by, ...call.others].map((key) => ({
    run: company.as(key),
    seatId: seedId(company.slug, 'seat', call.name, key),
  }));
  const standing = { isMuted: false, isCameraOn: call.kind === 'video' };
  for (const { run, seatId } of seats) {
    await run(joinCall, { room_code: code, callId: id, seatId, kind: call.kind, ...standing });
  }
  for (const [index, { run, seatId }] of seats.entries()) {
    const peerSeatId = seats[index === 0 ? 1 : 0]?.seatId ?? seatId;
    await run(noteQuality, {
      call_id: id,
      seat: seatId,
      samples: [{ ...SAMPLE, peerSeatId, score: call.score }],
    });
  }
  for (const { run, seatId } of seats) await run(leaveCall, { call_id: id, seatId });
  return id;
}
