import { answerRing, joinCall, leaveCall, startCall } from '@/lib/meetings/calls';
import { listCalls } from '@/lib/meetings/history';
import { openRoom } from '@/lib/meetings/rooms';
import { noteQuality } from '@/lib/meetings/signals';

import type { SeedCall } from './calls.ts';
import type { Company } from './company.ts';
import type { MemberIds } from './fill-conversation.ts';
import { seedId } from './seed-id.ts';

const SAMPLE = { roundTripMs: 41, loss: 0.003, jitterMs: 6, framesPerSecond: null, isRelayed: false };

/** Where the call is: in a conversation, whose id is made from its name, or in a room that is opened now. */
async function placeOf({ slug, as }: Company, { place: [kind, name], by }: SeedCall) {
  if (kind !== 'room') return { conversationId: seedId(slug, kind, name) };
  const { code } = await as(by)(openRoom, { id: seedId(slug, 'room', name), name });
  return { code };
}

/** Those who are there sit down, and measure how well they hear each other. @returns what has them leave, the caller last */
async function sit({ slug, as }: Company, call: SeedCall, code: string): Promise<() => Promise<void>> {
  const { name, by, others, kind, score } = call;
  const callId = seedId(slug, 'call', name);
  const seats = [by, ...others].map((key) => ({ run: as(key), seatId: seedId(slug, 'seat', name, key) }));
  const standing = { isMuted: false, isCameraOn: kind === 'video' };
  for (const { run, seatId } of seats) {
    await run(joinCall, { room_code: code, callId, seatId, kind, ...standing });
  }
  for (const [index, { run, seatId }] of seats.entries()) {
    const peerSeatId = seats[index === 0 ? 1 : 0]?.seatId;
    const samples = peerSeatId === undefined ? [] : [{ ...SAMPLE, peerSeatId, score }];
    await run(noteQuality, { call_id: callId, seat: seatId, samples });
  }
  return async () => {
    for (const { run, seatId } of seats.toReversed()) await run(leaveCall, { call_id: callId, seatId });
  };
}

/**
 * Has people meet, or call in vain, as it is written, through the commands.
 * @returns the call's id
 */
export async function fillCall(company: Company, call: SeedCall, memberIds: MemberIds): Promise<string> {
  const { name, by, kind, absent = [] } = call;
  const id = seedId(company.slug, 'call', name);
  const caller = company.as(by);
  const place = await placeOf(company, call);
  const { calls } = await caller(listCalls, { limit: 100 });
  if (calls.some((known) => known.id === id)) return id;
  const called = absent.flatMap(({ who }) => memberIds.get(who) ?? []);
  const { code } = await caller(startCall, { id, ...place, kind, memberIds: called });
  const leave = await sit(company, call, code);
  for (const { who, says: message } of absent) {
    if (message === undefined) continue;
    await company.as(who)(answerRing, { call_id: id, status: 'declined', message });
  }
  // What rings still, stops with it.
  await leave();
  return id;
}
