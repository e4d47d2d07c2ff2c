import { randomUUID } from 'node:crypto';

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';

import { answerRing, endCall, joinCall, leaveCall, startCall, touchSeat } from '@/lib/meetings/calls';
import { noteQuality, sendSignals } from '@/lib/meetings/signals';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { operationAct, serverAct } from '@/tests/support/held-transaction';
import { as } from '@/tests/support/people';
import { describeRemovals, type Making, type Scene, type TestMember } from '@/tests/support/removal-races';

let db: TestDb;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

/** A call of the conversation, with seats of these people. */
async function holdCall(scene: Scene, people: readonly TestMember[]) {
  const { acme, owner, id } = scene;
  const { id: call_id, code } = await as(owner, acme.id).run(startCall, {
    id: randomUUID(),
    conversationId: id,
  });
  scene.secrets.push(call_id);
  const seats: Record<string, string> = {};
  for (const person of [owner, ...people]) {
    const seatId = randomUUID();
    await as(person, acme.id).run(joinCall, { room_code: code, ...newSeat(call_id), seatId });
    seats[person.memberId] = seatId;
  }
  const seatOf = ({ memberId }: TestMember) => seats[memberId] ?? '';
  return { call_id, code, seatOf };
}

const newSeat = (callId: string) => ({ callId, seatId: randomUUID(), isMuted: false, isCameraOn: true });

const ACTS: Record<string, Making> = {
  start: ({ acme, owner, id, bo, cy }) => {
    const called = { conversationId: id, memberIds: [bo.memberId, cy.memberId] };
    return operationAct(owner, acme.id, startCall, { id: randomUUID(), ...called });
  },
  'ring into a live call': async (scene) => {
    const { acme, owner, id, bo, cy } = scene;
    await holdCall(scene, [cy]);
    const called = { conversationId: id, memberIds: [bo.memberId] };
    return operationAct(owner, acme.id, startCall, { id: randomUUID(), ...called });
  },
  'give up ringing': async (scene) => {
    const { acme, owner, id, bo } = scene;
    const called = { conversationId: id, memberIds: [bo.memberId] };
    const { id: call_id } = await as(owner, acme.id).run(startCall, { id: randomUUID(), ...called });
    scene.secrets.push(call_id);
    return operationAct(owner, acme.id, endCall, { call_id });
  },
  'decline by the person': async (scene) => {
    const { acme, owner, id, bo } = scene;
    const called = { conversationId: id, memberIds: [bo.memberId] };
    const { id: call_id } = await as(owner, acme.id).run(startCall, { id: randomUUID(), ...called });
    scene.secrets.push(call_id);
    return operationAct(bo, acme.id, answerRing, { call_id, status: 'declined' });
  },
  join: async (scene) => {
    const { call_id, code } = await holdCall(scene, [scene.bo]);
    return operationAct(scene.cy, scene.acme.id, joinCall, { room_code: code, ...newSeat(call_id) });
  },
  'join by the person': async (scene) => {
    const { call_id, code } = await holdCall(scene, [scene.cy]);
    return operationAct(scene.bo, scene.acme.id, joinCall, { room_code: code, ...newSeat(call_id) });
  },
  mute: async (scene) => {
    const { call_id, seatOf } = await holdCall(scene, [scene.bo, scene.cy]);
    const standing = { incarnation: 1, isMuted: true, isCameraOn: false, isSharing: false };
    const seatId = seatOf(scene.cy);
    return operationAct(scene.cy, scene.acme.id, touchSeat, { call_id, seatId, ...standing });
  },
  'signal to the person': async (scene) => {
    const { call_id, seatOf } = await holdCall(scene, [scene.bo, scene.cy]);
    return operationAct(scene.cy, scene.acme.id, sendSignals, {
      call_id,
      from: seatOf(scene.cy),
      incarnation: 1,
      to: seatOf(scene.bo),
      toIncarnation: 1,
      signals: [{ link: 1, data: { type: 'renegotiate', renegotiate: true } }],
    });
  },
  'signal by the person': async (scene) => {
    const { call_id, seatOf } = await holdCall(scene, [scene.bo, scene.cy]);
    return operationAct(scene.bo, scene.acme.id, sendSignals, {
      call_id,
      from: seatOf(scene.bo),
      incarnation: 1,
      to: seatOf(scene.cy),
      toIncarnation: 1,
      signals: [{ link: 1, data: { type: 'renegotiate', renegotiate: true } }],
    });
  },
  'report quality': async (scene) => {
    const { call_id, seatOf } = await holdCall(scene, [scene.bo, scene.cy]);
    const nothing = { roundTripMs: null, loss: null, jitterMs: null, framesPerSecond: null };
    const samples = [{ peerSeatId: seatOf(scene.bo), ...nothing, score: 4, isRelayed: false }];
    return operationAct(scene.cy, scene.acme.id, noteQuality, { call_id, seat: seatOf(scene.cy), samples });
  },
  leave: async (scene) => {
    const { call_id, seatOf } = await holdCall(scene, [scene.bo, scene.cy]);
    return operationAct(scene.cy, scene.acme.id, leaveCall, { call_id, seatId: seatOf(scene.cy) });
  },
  end: async (scene) => {
    const { call_id } = await holdCall(scene, [scene.bo, scene.cy]);
    return operationAct(scene.owner, scene.acme.id, endCall, { call_id });
  },
  tend: async (scene) => {
    const { seatOf } = await holdCall(scene, [scene.bo, scene.cy]);
    await db.admin(`update call_seats set seen_at = now() - interval '1 hour' where id = $1`, [
      seatOf(scene.cy),
    ]);
    return serverAct(scene.owner, scene.acme.id, sql`select private.tend_calls(${scene.acme.id}::uuid)`);
  },
};

describeRemovals(() => db, ACTS);
