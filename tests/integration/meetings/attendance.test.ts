import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { endCall, leaveCall, touchSeat } from '@/lib/meetings/calls';
import { listCalls } from '@/lib/meetings/history';
import { callScene, type CallScene, type TestMember } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

const MINUTE = 60;

/** Ada and Bo, who came to a room's call at the same moment. */
async function pair() {
  const code = await scene.freeRoom();
  const [mine, theirs] = [await scene.sit(scene.ada, code), await scene.sit(scene.bo, code)];
  return { code, call_id: mine.call_id, adas: mine.seatId, bos: theirs.seatId };
}
/** As if the call had begun so much earlier, with everybody who is in it heard of until now. */
const sitFor = async (call_id: string, seconds: number) => {
  const ago = 'make_interval(secs => $2)';
  await db.admin(
    `update call_seats set joined_at = joined_at - ${ago}, left_at = left_at - ${ago} where call_id = $1`,
    [call_id, seconds],
  );
};
const beat = (person: TestMember, call_id: string, seatId: string, incarnation = 1) => {
  const standing = { isMuted: false, isCameraOn: true, isSharing: false };
  return scene.by(person).run(touchSeat, { call_id, seatId, incarnation, ...standing });
};
/** For how many minutes a person was there, stay by stay. */
const minutesOf = async (person: TestMember, call_id: string) => {
  const { calls } = await scene.by(scene.ada).run(listCalls, {});
  const stays = calls.find(({ id }) => id === call_id)?.attendance ?? [];
  return stays
    .filter(({ memberId }) => memberId === person.memberId)
    .map(({ presentMs }) => Math.round(presentMs / 60_000));
};

describe('how long somebody was in a call', () => {
  it('is counted while they sit there, and when they have left', async () => {
    const { call_id, bos } = await pair();
    await sitFor(call_id, 10 * MINUTE);
    expect(await minutesOf(scene.bo, call_id)).toEqual([10]);
    await scene.by(scene.bo).run(leaveCall, { call_id, seatId: bos });
    await sitFor(call_id, 5 * MINUTE);
    expect(await minutesOf(scene.bo, call_id)).toEqual([10]);
    expect(await minutesOf(scene.ada, call_id)).toEqual([15]);
  });

  it('is without the two hours for which a laptop slept, whose seat was closed meanwhile', async () => {
    const { code, call_id, adas, bos } = await pair();
    await sitFor(call_id, 130 * MINUTE);
    await scene.silence([bos], 120 * MINUTE);
    await beat(scene.ada, call_id, adas);
    expect(await minutesOf(scene.bo, call_id)).toEqual([10]);
    await scene.sit(scene.bo, code, { seatId: bos });
    expect(await minutesOf(scene.bo, call_id)).toEqual([10]);
    await scene.by(scene.ada).run(endCall, { call_id });
    expect(await minutesOf(scene.bo, call_id)).toEqual([10]);
    expect(await minutesOf(scene.ada, call_id)).toEqual([130]);
  });

  it('is without minutes, too, for which the seat was closed', async () => {
    const { code, call_id, adas, bos } = await pair();
    await sitFor(call_id, 10 * MINUTE);
    await scene.silence([bos], 3 * MINUTE);
    await beat(scene.ada, call_id, adas);
    await scene.sit(scene.bo, code, { seatId: bos });
    expect(await minutesOf(scene.bo, call_id)).toEqual([7]);
  });

  it('is without those, too, where nobody was there to close the seats', async () => {
    const { call_id, adas, bos } = await pair();
    await sitFor(call_id, 130 * MINUTE);
    await scene.silence([adas, bos], 120 * MINUTE);
    await beat(scene.ada, call_id, adas);
    await scene.by(scene.bo).run(leaveCall, { call_id, seatId: bos });
    expect(await minutesOf(scene.ada, call_id)).toEqual([10]);
    expect(await minutesOf(scene.bo, call_id)).toEqual([10]);
  });

  it('is with the minutes for which the server was away', async () => {
    const { call_id, adas } = await pair();
    await sitFor(call_id, 10 * MINUTE);
    await scene.pass(call_id, 3 * MINUTE);
    await beat(scene.ada, call_id, adas);
    expect(await minutesOf(scene.ada, call_id)).toEqual([10]);
  });

  it('stays right for who comes and goes many times, of whom little is kept', async () => {
    const { code, call_id, bos } = await pair();
    await sitFor(call_id, 2 * MINUTE);
    await scene.by(scene.bo).run(leaveCall, { call_id, seatId: bos });
    for (let stay = 0; stay < 12; stay += 1) {
      await sitFor(call_id, 3 * MINUTE);
      const { seatId } = await scene.sit(scene.bo, code);
      await sitFor(call_id, 2 * MINUTE);
      await scene.by(scene.bo).run(leaveCall, { call_id, seatId });
    }
    const minutes = await minutesOf(scene.bo, call_id);
    expect(minutes.length).toBeLessThanOrEqual(8);
    expect(minutes.reduce((sum, stay) => sum + stay, 0)).toBe(26);
  });
});
