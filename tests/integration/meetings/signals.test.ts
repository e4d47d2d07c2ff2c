import { createHmac, randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { removeChannelMember } from '@/lib/chat/change-members';
import { endCall, leaveCall, startCall } from '@/lib/meetings/calls';
import { getIce, noteQuality, readSignals, sendSignals } from '@/lib/meetings/signals';
import { changeMember } from '@/lib/workspaces/change-member';
import { callScene, OFFER, outcomeOf, type CallScene } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal, type TestPerson } from '@/tests/support/people';

const SECRET = 'shared-with-the-relays';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase({ TURN_URLS: 'turn:127.0.0.1:3478', TURN_SECRET: SECRET });
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

/** Ada, Bo and Cy in the call of a private channel. */
async function threeSeats() {
  const { ada, bo, cy, by, sit, privateChannel } = scene;
  const conversationId = await privateChannel(bo, cy);
  const { code, id: call_id } = await by(ada).run(startCall, { id: randomUUID(), conversationId });
  const [mine, bos, cys] = [await sit(ada, code), await sit(bo, code), await sit(cy, code)];
  const send = (person: TestPerson, from: string, to: string, more: object = {}, where = scene.home.id) =>
    as(person, where).run(sendSignals, {
      call_id,
      from,
      incarnation: 1,
      to,
      toIncarnation: 1,
      signals: [OFFER],
      ...more,
    });
  const read = async (person: TestPerson, seat: string, after = 0) =>
    (await by(person).run(readSignals, { call_id, seat, after })).batches;
  return { conversationId, code, call_id, ada: mine.seatId, bo: bos.seatId, cy: cys.seatId, send, read };
}

const TAKEN = { isTaken: true };
const NOT_TAKEN = { isTaken: false };

describe('signals', () => {
  it('are numbered for their receiver without gaps, however many send at once', async () => {
    const { ada, bo, cy } = scene;
    const seats = await threeSeats();
    const sent = Array.from({ length: 20 }, (_, link) => [
      seats.send(bo, seats.bo, seats.ada, { signals: [{ ...OFFER, link }] }),
      seats.send(cy, seats.cy, seats.ada, { signals: [{ ...OFFER, link }] }),
      seats.send(ada, seats.ada, seats.bo),
    ]);
    for (const answer of await Promise.all(sent.flat())) expect(answer).toEqual(TAKEN);
    const heard = await seats.read(ada, seats.ada);
    expect(heard.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(new Set(heard.map(({ from }) => from))).toEqual(new Set([seats.bo, seats.cy]));
    const missed = await seats.read(ada, seats.ada, 38);
    expect(missed).toEqual(heard.slice(38));
    expect(await seats.read(bo, seats.bo)).toHaveLength(20);
  });

  it('come from the sender’s own seat or not at all', async () => {
    const { ada, bo, cy } = scene;
    const seats = await threeSeats();
    expect(await seats.send(bo, seats.cy, seats.ada)).toEqual(NOT_TAKEN);
    expect(await seats.send(bo, seats.bo, seats.ada, { incarnation: 2 })).toEqual(NOT_TAKEN);
    expect(await seats.send(bo, seats.bo, seats.ada, { toIncarnation: 2 })).toEqual(NOT_TAKEN);
    expect(await seats.send(bo, seats.bo, randomUUID())).toEqual(NOT_TAKEN);
    expect(await refusal(seats.send(bo, seats.bo, seats.ada, { incarnation: 2 ** 40 }))).toBe('invalid');
    const elsewhere = await scene.sit(cy, await scene.freeRoom());
    expect(await seats.send(cy, elsewhere.seatId, seats.ada)).toEqual(NOT_TAKEN);
    expect(await seats.read(ada, seats.ada)).toEqual([]);
  });

  it('are refused where they are too large, and no more than the last 300 are kept', async () => {
    const { ada, bo } = scene;
    const seats = await threeSeats();
    const large = { ...OFFER, data: { type: 'offer' as const, sdp: 'x'.repeat(40_000) } };
    expect(await seats.send(bo, seats.bo, seats.ada, { signals: [large, large] })).toEqual(NOT_TAKEN);
    await db.admin('update call_seats set last_signal = 1000 where id = $1', [seats.ada]);
    await db.admin(
      `insert into private.call_signals (workspace_id, call_id, to_seat, number, from_seat, body)
       select $1, $2, $3, n, $4, '{}' from generate_series(650, 1000) n`,
      [scene.home.id, seats.call_id, seats.ada, seats.bo],
    );
    expect(await seats.send(bo, seats.bo, seats.ada)).toEqual(TAKEN);
    const [kept] = await db.admin<{ first: string; count: string }>(
      'select min(number) as first, count(*) as count from private.call_signals where to_seat = $1',
      [seats.ada],
    );
    expect(kept).toEqual({ first: '702', count: '300' });
    expect((await seats.read(ada, seats.ada, 1000)).map(({ number }) => number)).toEqual([1001]);
  });

  it('to an earlier page of a seat are gone; the numbers go on', async () => {
    const { ada, bo, sit } = scene;
    const seats = await threeSeats();
    await seats.send(bo, seats.bo, seats.ada);
    const again = await sit(ada, seats.code, { seatId: seats.ada, callId: seats.call_id });
    expect(again.lastSignal).toBe(1);
    expect(await seats.read(ada, seats.ada)).toEqual([]);
    await seats.send(bo, seats.bo, seats.ada, { toIncarnation: 2 });
    expect((await seats.read(ada, seats.ada, 1)).map(({ number }) => number)).toEqual([2]);
  });

  it('are limited, so that nobody floods the others', async () => {
    const { bo } = scene;
    const seats = await threeSeats();
    await db.admin(
      `insert into private.rate_limits (key, arrival_at) values ($1, now() + interval '60 seconds')`,
      [`meetings.send-signals:${bo.userId}`],
    );
    expect(await refusal(seats.send(bo, seats.bo, seats.ada))).toBe('rate_limited');
  });
});

const expectClosed = async (
  seats: Awaited<ReturnType<typeof threeSeats>>,
  person: TestPerson,
  from: string,
) => {
  const inHome = scene.by(person);
  const { call_id } = seats;
  const asked = [
    inHome.run(readSignals, { call_id, seat: from, after: 0 }),
    inHome.run(getIce, { call_id, seat: from }),
    inHome.run(noteQuality, { call_id, seat: from, samples: [] }),
  ];
  const outcomes = await Promise.all(asked.map((attempt) => outcomeOf(attempt)));
  expect(outcomes).toEqual(['not_found', 'not_found', 'not_found']);
  const sent = await outcomeOf(seats.send(person, from, seats.ada));
  expect(['not_found', JSON.stringify(NOT_TAKEN)]).toContain(sent);
  expect(await seats.read(scene.ada, seats.ada)).toEqual([]);
};

describe('signalling, relays and the seat’s letters are closed to', () => {
  it('a stranger, another member of the workspace, and the owner of another one', async () => {
    const seats = await threeSeats();
    for (const person of [scene.mallory, scene.gus]) {
      await expectClosed(seats, person, randomUUID());
      await expectClosed(seats, person, seats.bo);
    }
    expect(await seats.send(scene.mallory, seats.bo, seats.ada, {}, scene.elsewhere.id)).toEqual(NOT_TAKEN);
  });

  it('who sits there, too, but at another’s seat', async () => {
    const seats = await threeSeats();
    await expectClosed(seats, scene.cy, seats.bo);
  });

  it('who is taken out of the conversation', async () => {
    const seats = await threeSeats();
    const { ada, bo, by } = scene;
    await by(ada).run(removeChannelMember, { id: seats.conversationId, memberId: bo.memberId });
    await expectClosed(seats, bo, seats.bo);
  });

  it('who is suspended', async () => {
    const seats = await threeSeats();
    const { ada, bo, by } = scene;
    await by(ada).run(changeMember, { id: bo.memberId, status: 'suspended' });
    await expectClosed(seats, bo, seats.bo);
  });

  it('who has left, and everybody once the call is over', async () => {
    const seats = await threeSeats();
    const { ada, bo, cy, by } = scene;
    const { call_id } = seats;
    await by(bo).run(leaveCall, { call_id, seatId: seats.bo });
    await expectClosed(seats, bo, seats.bo);
    await by(ada).run(endCall, { call_id });
    expect(await seats.send(cy, seats.cy, seats.ada)).toEqual(NOT_TAKEN);
    expect(await refusal(by(cy).run(getIce, { call_id, seat: seats.cy }))).toBe('not_found');
  });
});

describe('relay credentials', () => {
  it('are made for participants, by the secret that the relays share, for an hour', async () => {
    const seats = await threeSeats();
    const { iceServers, expiresAt } = await scene
      .by(scene.bo)
      .run(getIce, { call_id: seats.call_id, seat: seats.bo });
    const relay = iceServers.find(({ urls }) => urls.includes('turn:127.0.0.1:3478'));
    // By person and not by seat: that is whom the relay's quota binds.
    const [endS, whose] = relay?.username?.split(':') ?? [];
    expect(whose).toBe(scene.bo.memberId);
    expect(Math.abs(Number(endS) - Date.now() / 1000 - 3600)).toBeLessThan(60);
    expect(expiresAt).toBe(new Date(Number(endS) * 1000).toISOString());
    const proof = createHmac('sha1', SECRET).update(`${endS}:${scene.bo.memberId}`).digest('base64');
    expect(relay?.credential).toBe(proof);
  });
});
