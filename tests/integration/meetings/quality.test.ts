import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { listCalls } from '@/lib/meetings/history';
import type { QualitySample } from '@/lib/meetings/schemas';
import { noteQuality } from '@/lib/meetings/signals';
import { reportPresence } from '@/lib/presence/report-presence';
import { callScene, type CallScene } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as } from '@/tests/support/people';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

const NOTHING = { roundTripMs: null, loss: null, jitterMs: null, framesPerSecond: null, isRelayed: false };

const sample = (peerSeatId: string, score: number) => ({ peerSeatId, ...NOTHING, score });

/** A room's call of three, of whom Bo reports. */
async function three() {
  const { ada, bo, cy, by, sit, freeRoom } = scene;
  const code = await freeRoom();
  const [adas, bos, cys] = [await sit(ada, code), await sit(bo, code), await sit(cy, code)];
  const { call_id } = adas;
  const note = (...samples: QualitySample[]) =>
    by(bo).run(noteQuality, { call_id, seat: bos.seatId, samples });
  const listed = async () => {
    const { calls } = await by(bo).run(listCalls, {});
    return calls
      .find(({ id }) => id === call_id)
      ?.attendance.find(({ memberId }) => memberId === bo.memberId);
  };
  return { call_id, ada: adas.seatId, bo: bos.seatId, cy: cys.seatId, note, listed };
}

describe('quality', () => {
  it('counts once in eight seconds for each link, and makes the mean that the history shows', async () => {
    const { ada, bo, cy, note, listed } = await three();
    await note(sample(ada, 4), sample(cy, 2));
    await note(sample(ada, 1), sample(randomUUID(), 1), sample(bo, 1));
    expect((await listed())?.score).toBe(3);
    await db.admin(`update call_quality set at = at - interval '9 seconds' where seat_id = $1`, [bo]);
    await note(sample(ada, 4.5));
    expect((await listed())?.score).toBe(3.5);
  });

  it('has means of round trip, loss and jitter, each of what was measured', async () => {
    const { ada, cy, note, listed } = await three();
    expect(await listed()).toMatchObject({ roundTripMs: null, lossPercent: null, jitterMs: null });
    await note(
      { ...NOTHING, peerSeatId: ada, score: 4, roundTripMs: 40, loss: 0.01, jitterMs: 6 },
      { ...NOTHING, peerSeatId: cy, score: 4, roundTripMs: 80, loss: 0.02 },
    );
    expect(await listed()).toMatchObject({ score: 4, roundTripMs: 60, lossPercent: 1.5, jitterMs: 6 });
  });

  it('is kept for 30 days in detail, and for good in the history', async () => {
    const { ada, bo, cy, note, listed } = await three();
    await note(
      { ...NOTHING, peerSeatId: ada, score: 4, roundTripMs: 40 },
      { ...NOTHING, peerSeatId: cy, score: 4, roundTripMs: 40 },
    );
    await db.admin(
      `update call_quality set at = now() - case peer_seat_id when $2 then 29 else 31 end * interval '1 day' where seat_id = $1`,
      [bo, ada],
    );
    // Whoever has a page open does it, in whichever workspace.
    const { mallory, elsewhere } = scene;
    await as(mallory, elsewhere.id).run(reportPresence, { deviceId: randomUUID(), state: 'active' });
    const kept = await db.admin<{ peer_seat_id: string }>(
      'select peer_seat_id from call_quality where seat_id = $1',
      [bo],
    );
    expect(kept).toEqual([{ peer_seat_id: ada }]);
    expect((await listed())?.roundTripMs).toBe(40);
  });
});
