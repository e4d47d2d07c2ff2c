import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createChannel } from '@/lib/chat/create-channel';
import { answerRing, getCall, joinCall, startCall } from '@/lib/meetings/calls';
import { listCalls } from '@/lib/meetings/history';
import { getRoom } from '@/lib/meetings/rooms';
import { callScene, type CallScene, type TestMember } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal } from '@/tests/support/people';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

const WORDS = 'At the dentist';
const decline = (person: TestMember, call_id: string) =>
  scene.by(person).run(answerRing, { call_id, status: 'declined', message: WORDS });
const ring = (
  person: TestMember,
  place: { conversationId: string } | { code: string },
  ...called: TestMember[]
) =>
  scene.by(person).run(startCall, {
    id: randomUUID(),
    ...place,
    memberIds: called.map(({ memberId }) => memberId),
  });

describe('what somebody says when declining', () => {
  it('is for who called them and those in the call, in whichever way they look', async () => {
    const { ada, bo, cy, gus, by, sit, home } = scene;
    const conversationId: string = randomUUID();
    await by(ada).run(createChannel, {
      id: conversationId,
      kind: 'public',
      name: `c-${conversationId.slice(0, 8)}`,
    });
    const dee = await home.join('Dee');
    const { id: call_id, code } = await ring(ada, { conversationId }, ada, bo);
    expect((await by(ada).run(getCall, { call_id })).rings).toEqual([]);
    await by(bo).run(joinCall, {
      room_code: code,
      callId: call_id,
      seatId: randomUUID(),
      isMuted: true,
      isCameraOn: false,
    });
    await by(ada).run(startCall, { id: randomUUID(), code, memberIds: [cy.memberId] });
    // Only members of the conversation are rung.
    expect((await by(ada).run(getCall, { call_id })).rings).toEqual([]);
    await db.admin(
      `insert into call_rings (workspace_id, call_id, member_id, called_by) values ($1, $2, $3, $4)`,
      [home.id, call_id, cy.memberId, ada.memberId],
    );
    await decline(cy, call_id);
    const told = async (person: TestMember) => {
      const run = by(person);
      const { calls } = await run.run(listCalls, { conversationId });
      const room = await as(person).run(getRoom, { room_code: code });
      const seen = [(await run.run(getCall, { call_id })).rings, room.call?.rings, calls[0]?.rings];
      return seen.map((rings) => rings?.map(({ state, message }) => `${state} ${message}`).join());
    };
    for (const person of [ada, bo, cy])
      expect(await told(person)).toEqual(Array(3).fill(`declined ${WORDS}`));
    expect(await told(dee)).toEqual(Array(3).fill('declined '));
    expect(await refusal(by(gus).run(getCall, { call_id }))).toBe('not_found');
    const { call } = await sit(dee, code);
    expect(call.rings[0]?.message).toBe(WORDS);
    const events = await db.admin(`select from realtime.messages where payload::text like $1`, [
      `%${WORDS}%`,
    ]);
    expect(events).toEqual([]);
  });

  it('makes those in the call ask, since the topic does not tell it', async () => {
    const { ada, bo, sit, privateChannel } = scene;
    const { id: call_id, code } = await ring(ada, { conversationId: await privateChannel(bo) }, bo);
    const { call } = await sit(ada, code);
    await decline(bo, call_id);
    const asked = await db.admin(`select from realtime.messages where topic = $1 and event = 'topic.moved'`, [
      call.topicName,
    ]);
    expect(asked).toHaveLength(1);
  });
});

/** As if the answer had been given so much earlier. */
const age = (seconds: number) =>
  db.admin('update call_rings set answered_at = answered_at - make_interval(secs => $1)', [seconds]);

describe('who has declined', () => {
  it('is not rung again by the same person there for ten seconds, in that call or a new one', async () => {
    const { ada, bo, cy, by, sit, privateChannel } = scene;
    const conversationId = await privateChannel(bo, cy);
    const { id, code } = await ring(ada, { conversationId }, bo);
    const mine = await sit(ada, code);
    await decline(bo, id);
    await expect(ring(ada, { conversationId }, bo)).rejects.toThrow(/ten seconds before you ring again/);
    expect((await ring(cy, { code }, bo)).rings).toMatchObject([{ state: 'ringing' }]);
    await decline(bo, id);
    await age(11);
    expect((await ring(ada, { code }, bo)).rings).toMatchObject([{ state: 'ringing' }]);
    await decline(bo, id);
    await db.admin('update calls set ended_at = now(), end_reason = $2 where id = $1', [id, 'ended']);
    await db.admin('update call_seats set left_at = now() where id = $1', [mine.seatId]);
    expect(await refusal(ring(ada, { conversationId }, bo))).toBe('conflict');
    expect((await by(ada).run(listCalls, { conversationId, live: 'true' })).calls).toEqual([]);
    await age(11);
    expect((await ring(ada, { conversationId }, bo)).rings).toMatchObject([{ state: 'ringing' }]);
  });

  it('keeps nobody else from being rung, nor themselves elsewhere', async () => {
    const { ada, bo, cy, privateChannel } = scene;
    const conversationId = await privateChannel(bo, cy);
    const { id } = await ring(ada, { conversationId }, bo);
    await decline(bo, id);
    const { rings } = await ring(ada, { conversationId }, bo, cy);
    expect(Object.fromEntries(rings.map(({ memberId, state }) => [memberId, state]))).toEqual({
      [bo.memberId]: 'declined',
      [cy.memberId]: 'ringing',
    });
    const elsewhere = await privateChannel(bo);
    expect((await ring(ada, { conversationId: elsewhere }, bo)).rings).toMatchObject([{ state: 'ringing' }]);
  });
});
