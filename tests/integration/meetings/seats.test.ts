import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { answerRing, endCall, getCall, leaveCall, startCall, touchSeat } from '@/lib/meetings/calls';
import { listCalls } from '@/lib/meetings/history';
import { listRooms } from '@/lib/meetings/rooms';
import { callScene, outcomeOf, type CallScene } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { refusal, type TestPerson } from '@/tests/support/people';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

const touch = (person: TestPerson, call_id: string, seatId: string, more: object = {}) =>
  scene.by(person).run(touchSeat, {
    call_id,
    seatId,
    incarnation: 1,
    isMuted: false,
    isCameraOn: true,
    isSharing: false,
    ...more,
  });
/** `"ok"`, or the code of the refusal: a deadlock would be `internal`. */
const codeOf = async (attempt: Promise<unknown>) => await outcomeOf(attempt.then(() => 'ok'));

describe('a seat', () => {
  it('is taken again by the page that is loaded anew; the page before it is told', async () => {
    const { ada, sit, freeRoom } = scene;
    const code = await freeRoom();
    const { seatId, call_id, call } = await sit(ada, code);
    const again = await sit(ada, code, { seatId, callId: call_id });
    expect(again.call.seats).toMatchObject([{ id: seatId, incarnation: 2 }]);
    expect(again.call.version).toBeGreaterThan(call.version);
    expect(await refusal(touch(ada, call_id, seatId))).toBe('not_found');
    expect(await touch(ada, call_id, seatId, { incarnation: 2 })).toMatchObject({ lastSignal: 0 });
    expect(await refusal(touch(ada, call_id, seatId, { incarnation: 2 ** 31 }))).toBe('invalid');
  });

  it('is nobody else’s to take, touch or leave', async () => {
    const { ada, bo, by, sit, freeRoom } = scene;
    const code = await freeRoom();
    const { seatId, call_id } = await sit(ada, code);
    expect(await refusal(sit(bo, code, { seatId }))).toBe('conflict');
    await sit(bo, code);
    expect(await refusal(touch(bo, call_id, seatId, { isMuted: true }))).toBe('not_found');
    await by(bo).run(leaveCall, { call_id, seatId });
    const { seats } = await by(bo).run(getCall, { call_id });
    expect(seats.find(({ id }) => id === seatId)).toMatchObject({ incarnation: 1, isMuted: false });
  });

  it('shows how its person stands, under a version that grows with every change and only then', async () => {
    const { ada, by, sit, freeRoom } = scene;
    const { seatId, call_id, call } = await sit(ada, await freeRoom());
    expect((await touch(ada, call_id, seatId)).version).toBe(call.version);
    const { version } = await touch(ada, call_id, seatId, { isMuted: true, isSharing: true });
    expect(version).toBe(call.version + 1);
    expect(await by(ada).run(getCall, { call_id })).toMatchObject({
      version,
      seats: [{ isMuted: true, isSharing: true, isCameraOn: true }],
    });
  });

  it('is one of six, however many come at once', async () => {
    const { ada, bo, cy, home, sit, freeRoom } = scene;
    const code = await freeRoom();
    const dee = await home.join('Dee');
    const people = [ada, bo, cy, dee, ada, bo, cy, dee];
    const outcomes = await Promise.all(people.map((person) => codeOf(sit(person, code))));
    expect(outcomes.sort()).toEqual([...Array(6).fill('"ok"'), ...Array(2).fill('conflict')]);
    const [row] = await db.admin<{ calls: number; seats: number }>(
      `select count(distinct s.call_id)::int as calls, count(*)::int as seats from call_seats s
       join calls c on c.id = s.call_id join rooms r on r.id = c.room_id where r.code = $1`,
      [code],
    );
    expect(row).toEqual({ calls: 1, seats: 6 });
  });

  it('is free again when its page has been silent for 45 seconds', async () => {
    const { ada, bo, cy, home, sit, freeRoom, silence } = scene;
    const code = await freeRoom();
    const dee = await home.join('Dee');
    const seats = [];
    for (const person of [ada, ada, bo, bo, cy, cy]) seats.push((await sit(person, code)).seatId);
    expect(await refusal(sit(dee, code))).toBe('conflict');
    await silence(seats.slice(0, 1), 46);
    expect((await sit(dee, code)).call.seats).toHaveLength(6);
  });

  it('is one of two that a person has in a call, and their own is taken again all the same', async () => {
    const { ada, bo, sit, freeRoom, silence } = scene;
    const code = await freeRoom();
    const [one, two] = [await sit(ada, code), await sit(ada, code)];
    await expect(sit(ada, code)).rejects.toThrow(/two devices already. Leave it on one of them/);
    const again = await sit(ada, code, { seatId: one.seatId });
    expect(again.call.seats).toHaveLength(2);
    await sit(bo, code);
    // A page that died is no device that one could leave.
    await silence([two.seatId], 21);
    const third = await sit(ada, code);
    expect(third.call.seats.map(({ id }) => id)).not.toContain(two.seatId);
    expect(third.call.seats).toHaveLength(3);
  });

  it('lives on with a sign of life, and is closed by those of the others without one', async () => {
    const { ada, bo, by, sit, freeRoom, silence } = scene;
    const code = await freeRoom();
    const [mine, theirs] = [await sit(ada, code), await sit(bo, code)];
    for (let beats = 0; beats < 2; beats += 1) {
      await silence([mine.seatId, theirs.seatId], 19);
      await touch(ada, mine.call_id, mine.seatId);
    }
    const { version } = await touch(ada, mine.call_id, mine.seatId);
    await silence([mine.seatId, theirs.seatId], 8);
    expect((await touch(ada, mine.call_id, mine.seatId)).version).toBe(version + 1);
    expect((await by(ada).run(getCall, { call_id: mine.call_id })).seats.map(({ id }) => id)).toEqual([
      mine.seatId,
    ]);
    expect(await refusal(touch(bo, mine.call_id, theirs.seatId))).toBe('not_found');
  });

  it('of a page that says that it goes has eight seconds, and was left when it said so', async () => {
    const { ada, bo, by, sit, freeRoom, silence } = scene;
    const code = await freeRoom();
    const [mine, theirs] = [await sit(ada, code), await sit(bo, code)];
    const goes = { isClosing: true };
    await touch(bo, mine.call_id, theirs.seatId, goes);
    await silence([theirs.seatId], 7);
    expect((await by(ada).run(getCall, { call_id: mine.call_id })).seats).toHaveLength(2);
    await touch(bo, mine.call_id, theirs.seatId);
    await touch(bo, mine.call_id, theirs.seatId, goes);
    await silence([theirs.seatId], 9);
    expect((await by(ada).run(getCall, { call_id: mine.call_id })).seats).toHaveLength(1);
    const { calls } = await by(ada).run(listCalls, {});
    const left = calls.find(({ id }) => id === mine.call_id)?.attendance.find(({ leftAt }) => leftAt);
    expect(Date.now() - Date.parse(left?.leftAt ?? '')).toBeLessThan(30_000);
  });
});

describe('a call', () => {
  it('ends although nobody ever joined', async () => {
    const { ada, by, privateChannel } = scene;
    const conversationId = await privateChannel();
    const { id } = await by(ada).run(startCall, { id: randomUUID(), conversationId });
    await db.admin(`update calls set started_at = started_at - interval '3 minutes' where id = $1`, [id]);
    const { calls } = await by(ada).run(listCalls, { conversationId });
    const [call] = calls;
    const lasted = Date.parse(call?.endedAt ?? '') - Date.parse(call?.startedAt ?? '');
    expect([call?.endReason, lasted]).toEqual(['empty', 120_000]);
  });
});

describe('the conversation of a call', () => {
  it('is told who comes and goes, and not who mutes', async () => {
    const { ada, bo, by, sit, privateChannel } = scene;
    const { id: call_id, code } = await by(ada).run(startCall, {
      id: randomUUID(),
      conversationId: await privateChannel(bo),
    });
    const { seatId } = await sit(ada, code);
    await touch(ada, call_id, seatId, { isMuted: true });
    await touch(ada, call_id, seatId, { isCameraOn: false, isSharing: true });
    await by(ada).run(startCall, { id: randomUUID(), code, memberIds: [bo.memberId] });
    await by(bo).run(answerRing, { call_id, status: 'declined', message: '' });
    await by(ada).run(leaveCall, { call_id, seatId });
    const told = await db.admin<{ version: number; isLive: boolean }>(
      `select (payload ->> 'version')::integer as version, (payload ->> 'isLive')::boolean as "isLive"
       from realtime.messages where topic like 'conversation:%' and event = 'call.changed'
         and payload ->> 'callId' = $1 order by inserted_at`,
      [call_id],
    );
    const { version } = await by(ada).run(getCall, { call_id });
    expect(told).toEqual([
      { version: 2, isLive: true },
      { version: 3, isLive: true },
      { version, isLive: false },
    ]);
    expect(version).toBe(8);
  });
});

describe('people who come, go, end and die at once', () => {
  it('never wait in a ring', async () => {
    const { ada, bo, cy, by, sit, freeRoom, silence } = scene;
    for (let round = 0; round < 6; round += 1) {
      const codes = [await freeRoom(), await freeRoom()];
      const first = [];
      for (const code of codes) first.push(await sit(ada, code), await sit(bo, code));
      await silence(
        first.filter((_, n) => n % 2 === 1).map(({ seatId }) => seatId),
        60,
      );
      const acts: Promise<unknown>[] = first.flatMap<Promise<unknown>>(({ call_id, seatId }, n) => [
        touch(n % 2 ? bo : ada, call_id, seatId, { isMuted: true }),
        by(cy).run(getCall, { call_id }),
        by(n % 2 ? bo : ada).run(leaveCall, { call_id, seatId }),
        by(ada).run(endCall, { call_id }),
      ]);
      acts.push(...codes.map((code) => sit(cy, code)), by(bo).run(listRooms, {}));
      const outcomes = await Promise.all(acts.map((act) => codeOf(act)));
      for (const outcome of outcomes) expect(['"ok"', 'not_found', 'conflict']).toContain(outcome);
    }
  });
});
