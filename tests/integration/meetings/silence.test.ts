import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { getCall, startCall, touchSeat } from '@/lib/meetings/calls';
import { listCalls } from '@/lib/meetings/history';
import { getRoom, listRooms } from '@/lib/meetings/rooms';
import { reportPresence } from '@/lib/presence/report-presence';
import { callScene, type CallScene } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal, type TestPerson } from '@/tests/support/people';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

const beat = (person: TestPerson, call_id: string, seatId: string) => {
  const standing = { incarnation: 1, isMuted: false, isCameraOn: true, isSharing: false };
  return scene.by(person).run(touchSeat, { call_id, seatId, ...standing });
};
const look = () => scene.by(scene.cy).run(reportPresence, { deviceId: randomUUID(), state: 'active' });
const seatsOf = async (call_id: string) =>
  (await scene.by(scene.ada).run(getCall, { call_id })).seats.map(({ id }) => id);

/** Ada and Bo in a room's call. */
async function pair() {
  const code = await scene.freeRoom();
  const [mine, theirs] = [await scene.sit(scene.ada, code), await scene.sit(scene.bo, code)];
  return { code, call_id: mine.call_id, adas: mine.seatId, bos: theirs.seatId };
}

/** Every way to look at calls: whether that of a room is live. */
const READS: Record<string, (code: string, id: string) => Promise<boolean | undefined>> = {
  'somebody who has a page open': async (_, call_id) => {
    await look();
    return (await db.admin('select from calls where id = $1 and ended_at is null', [call_id])).length === 1;
  },
  'the list of rooms': async (code) =>
    (await scene.by(scene.ada).run(listRooms, {})).rooms.find((room) => room.code === code)?.isLive,
  'the room': async (code) => (await as(scene.ada).run(getRoom, { room_code: code })).call !== null,
  'the call': async (_, call_id) => (await scene.by(scene.ada).run(getCall, { call_id })).endedAt === null,
  'the calls that go on': async (_, call) =>
    (await scene.by(scene.ada).run(listCalls, { live: 'true' })).calls.some(({ id }) => id === call),
};

describe('a call of which nobody was heard for long', () => {
  it.each(Object.entries(READS))('may be cut off by an outage: it goes on for %s', async (_, isLive) => {
    const { code, call_id, adas, bos } = await pair();
    await scene.pass(call_id, 600);
    expect(await isLive(code, call_id)).toBe(true);
    expect(await seatsOf(call_id)).toEqual([adas, bos]);
    await beat(scene.bo, call_id, bos);
    await beat(scene.ada, call_id, adas);
    await scene.pass(call_id, 44);
    expect(await seatsOf(call_id)).toEqual([adas, bos]);
  });

  it('goes on for the first who comes back, and who does not within 45 seconds is out', async () => {
    const { call_id, adas, bos } = await pair();
    await scene.pass(call_id, 600);
    await beat(scene.ada, call_id, adas);
    await scene.pass(call_id, 44);
    await beat(scene.ada, call_id, adas);
    expect(await seatsOf(call_id)).toEqual([adas, bos]);
    await scene.pass(call_id, 2);
    await beat(scene.ada, call_id, adas);
    expect(await seatsOf(call_id)).toEqual([adas]);
    expect(await refusal(beat(scene.bo, call_id, bos))).toBe('not_found');
  });

  it.each(Object.entries(READS))('is over 45 seconds after the first look, for %s', async (_, isLive) => {
    const { code, call_id } = await pair();
    await scene.pass(call_id, 600);
    await look();
    await scene.pass(call_id, 44);
    expect(await isLive(code, call_id)).toBe(true);
    await scene.pass(call_id, 2);
    expect(await isLive(code, call_id)).toBe(false);
    const { calls } = await scene.by(scene.ada).run(listCalls, {});
    const past = calls.find(({ id }) => id === call_id);
    expect(past).toMatchObject({ endReason: 'empty', endedAt: past?.attendance.at(-1)?.leftAt });
    const ago = Date.now() - Date.parse(past?.endedAt ?? '');
    expect(Math.abs(ago - 646_000)).toBeLessThan(30_000);
  });

  it('is silent anew after each time that somebody spoke up', async () => {
    const { call_id, adas, bos } = await pair();
    for (let outage = 0; outage < 3; outage += 1) {
      await scene.pass(call_id, 50);
      expect(await seatsOf(call_id)).toEqual([adas, bos]);
      await beat(scene.ada, call_id, adas);
      await beat(scene.bo, call_id, bos);
    }
  });

  it('is told to be over by whoever has a page open, without asking for calls', async () => {
    const { ada, by, sit, pass, privateChannel } = scene;
    const place = await privateChannel();
    const { code } = await by(ada).run(startCall, { id: randomUUID(), conversationId: place });
    const { call_id } = await sit(ada, code);
    await pass(call_id, 46);
    await look();
    await pass(call_id, 46);
    await look();
    const told = await db.admin(
      `select from realtime.messages where topic like 'conversation:%' and event = 'call.changed'
         and payload ->> 'callId' = $1 and payload ->> 'isLive' = 'false'`,
      [call_id],
    );
    expect(told).toHaveLength(1);
    expect((await by(ada).run(getCall, { call_id })).endReason).toBe('empty');
  });

  it('does not keep the seat of a page that said that it goes', async () => {
    const { call_id, adas } = await pair();
    const goes = { incarnation: 1, isMuted: false, isCameraOn: true, isSharing: false, isClosing: true };
    const { bo, by } = scene;
    const seats = (await by(bo).run(getCall, { call_id })).seats;
    const seatId = seats.find(({ memberId }) => memberId === bo.memberId)?.id ?? '';
    await by(bo).run(touchSeat, { call_id, seatId, ...goes });
    await scene.pass(call_id, 30);
    expect(await seatsOf(call_id)).toEqual([adas]);
  });
});
