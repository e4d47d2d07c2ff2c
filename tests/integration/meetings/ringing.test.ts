import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { answerRing, endCall, getCall, leaveCall, startCall } from '@/lib/meetings/calls';
import { openRoom } from '@/lib/meetings/rooms';
import { callScene, outcomeOf, type CallScene, type TestMember } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { refusal } from '@/tests/support/people';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

const ring = async (members: readonly TestMember[], conversationId?: string) => {
  const place = conversationId ?? (await scene.privateChannel(scene.bo, scene.cy));
  const memberIds = members.map(({ memberId }) => memberId);
  return await scene.by(scene.ada).run(startCall, { id: randomUUID(), conversationId: place, memberIds });
};
const statesOf = async (call_id: string) => {
  const { rings } = await scene.by(scene.ada).run(getCall, { call_id });
  return Object.fromEntries(rings.map(({ memberId, state }) => [memberId, state]));
};
const wait = (call: string, seconds: number) =>
  db.admin('update call_rings set created_at = created_at - make_interval(secs => $2) where call_id = $1', [
    call,
    seconds,
  ]);
/** What a person's devices were told of a call. */
const told = async ({ userId }: TestMember, call: string) =>
  (
    await db.admin<{ event: string; state: string }>(
      `select event, payload ->> 'state' as state from realtime.messages
       where topic like 'user:' || $1 || ':%' and payload ->> 'callId' = $2 order by inserted_at, id`,
      [userId, call],
    )
  ).map(({ event, state }) => `${event} ${state}`);

describe('a call rings', () => {
  it('for those called, on all their devices, until they join', async () => {
    const { bo, cy, ada, sit } = scene;
    const { id, code } = await ring([bo, cy]);
    await sit(ada, code);
    expect(await statesOf(id)).toEqual({ [bo.memberId]: 'ringing', [cy.memberId]: 'ringing' });
    await sit(bo, code);
    expect(await statesOf(id)).toEqual({ [bo.memberId]: 'accepted', [cy.memberId]: 'ringing' });
    expect((await told(bo, id)).sort()).toEqual(['call.ringing ringing', 'call.settled accepted']);
    expect(await told(cy, id)).toEqual(['call.ringing ringing']);
  });

  it('not for who is in it, nor for the caller, nor for who is not in the conversation', async () => {
    const { bo, cy, ada, gus, sit, privateChannel } = scene;
    const { id, code } = await ring([ada, cy, gus], await privateChannel(bo));
    expect(await statesOf(id)).toEqual({});
    await sit(bo, code);
    const again = { id: randomUUID(), code, memberIds: [bo.memberId] };
    expect((await scene.by(ada).run(startCall, again)).rings).toEqual([]);
  });

  it('as busy for who is in another call, but not where that page has died', async () => {
    const { bo, sit, freeRoom, silence } = scene;
    const other = await sit(bo, await freeRoom());
    const { id } = await ring([bo]);
    expect(await statesOf(id)).toEqual({ [bo.memberId]: 'busy' });
    expect(await told(bo, id)).toEqual(['call.ringing busy']);
    await silence([other.seatId], 46);
    expect(await statesOf((await ring([bo])).id)).toEqual({ [bo.memberId]: 'ringing' });
  });

  it('until it is declined, with a message, and only by who is called', async () => {
    const { bo, cy, gus, by } = scene;
    const { id: call_id } = await ring([bo, cy]);
    const no = { call_id, status: 'declined' as const, message: 'In a train' };
    expect(await refusal(by(gus).run(answerRing, no))).toBe('not_found');
    await by(bo).run(answerRing, no);
    expect(await refusal(by(bo).run(answerRing, no))).toBe('not_found');
    await by(cy).run(answerRing, { call_id, status: 'busy' });
    const { rings } = await by(scene.ada).run(getCall, { call_id });
    expect(rings.map(({ state, message }) => `${state} ${message}`).sort()).toEqual([
      'busy ',
      'declined In a train',
    ]);
    expect(await told(bo, call_id)).toContain('call.settled declined');
  });

  it('for 45 seconds, and is missed then, which ends a call that nobody joined', async () => {
    const { bo, cy, by } = scene;
    const { id } = await ring([bo]);
    await wait(id, 44);
    expect(await statesOf(id)).toEqual({ [bo.memberId]: 'ringing' });
    await wait(id, 2);
    expect(await statesOf(id)).toEqual({ [bo.memberId]: 'missed' });
    expect(await told(bo, id)).toContain('call.settled missed');
    expect(await by(bo).run(getCall, { call_id: id })).toMatchObject({ endReason: 'unanswered' });
    expect(await refusal(by(cy).run(answerRing, { call_id: id, status: 'declined' }))).toBe('not_found');
  });

  it('for each person as long, however much later they were called', async () => {
    const { ada, bo, cy, by, sit } = scene;
    const { id, code } = await ring([bo]);
    await sit(ada, code);
    await wait(id, 46);
    await by(ada).run(startCall, { id: randomUUID(), code, memberIds: [cy.memberId] });
    expect(await statesOf(id)).toEqual({ [bo.memberId]: 'missed', [cy.memberId]: 'ringing' });
  });

  it('again for who declined, missed it, or came and left', async () => {
    const { ada, bo, cy, by, sit } = scene;
    const { id, code } = await ring([bo, cy]);
    await sit(ada, code);
    await by(bo).run(answerRing, { call_id: id, status: 'declined', message: 'Later' });
    const came = await sit(cy, code);
    await by(cy).run(leaveCall, { call_id: id, seatId: came.seatId });
    await db.admin(`update call_rings set answered_at = answered_at - interval '11 seconds'`);
    const memberIds = [bo.memberId, cy.memberId];
    const { rings } = await by(ada).run(startCall, { id: randomUUID(), code, memberIds });
    expect(rings.map(({ state, message }) => [state, message])).toEqual([
      ['ringing', ''],
      ['ringing', ''],
    ]);
  });

  it('no more when the caller gives up, or the call is ended', async () => {
    const { ada, bo, by, sit } = scene;
    const given = await ring([bo]);
    const mine = await sit(ada, given.code);
    await by(ada).run(leaveCall, { call_id: given.id, seatId: mine.seatId });
    const ended = await ring([bo]);
    await by(ada).run(endCall, { call_id: ended.id });
    for (const { id } of [given, ended]) {
      expect(await statesOf(id)).toEqual({ [bo.memberId]: 'cancelled' });
      expect(await told(bo, id)).toContain('call.settled cancelled');
    }
    expect(await by(bo).run(getCall, { call_id: given.id })).toMatchObject({ endReason: 'unanswered' });
  });

  it('once, whatever is answered at the same moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      scene = await callScene(db);
      const { bo, by, sit } = scene;
      const { id: call_id, code } = await ring([bo]);
      await wait(call_id, round % 2 === 0 ? 0 : 46);
      const outcomes = await Promise.all([
        outcomeOf(sit(bo, code)),
        outcomeOf(by(bo).run(answerRing, { call_id, status: 'declined' })),
        outcomeOf(by(bo).run(getCall, { call_id })),
      ]);
      for (const outcome of outcomes) expect(outcome).toMatch(/^(\{.*|not_found|conflict)$/);
      const settled = (await told(bo, call_id)).filter((line) => line.startsWith('call.settled'));
      const state = (await statesOf(call_id))[bo.memberId];
      // Who joins after declining has accepted after all. They are dated by when each began, not by who came first.
      expect(settled).toContain(`call.settled ${state}`);
    }
  });

  it('from outsiders only for people whom they see', async () => {
    const { bo, cy, home, by, privateChannel } = scene;
    const client = await home.join('Cleo', 'client');
    await privateChannel(client, bo);
    const { code } = await by(client).run(openRoom, { id: randomUUID() });
    const memberIds = [bo.memberId, cy.memberId];
    const { rings } = await by(client).run(startCall, { id: randomUUID(), code, memberIds });
    expect(rings.map(({ memberId }) => memberId)).toEqual([bo.memberId]);
  });
});
