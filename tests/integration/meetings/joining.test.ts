import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { execute } from '@/lib/core/execute';
import { joinCall, leaveCall, startCall } from '@/lib/meetings/calls';
import { getRoom } from '@/lib/meetings/rooms';
import { signal } from '@/lib/meetings/schemas';
import { callScene, outcomeOf, type CallScene } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal } from '@/tests/support/people';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase({ TURN_URLS: 'turn:127.0.0.1:3478', TURN_SECRET: 'shared-with-the-relays' });
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

const origin = { requestId: 'joining', address: '127.0.0.1' };

const join = (input: { room_code: string; callId: string; seatId: string }, idempotencyKey: string) =>
  execute(
    joinCall,
    { person: scene.bo, workspace: scene.home.id, origin, idempotencyKey },
    { ...input, isMuted: false, isCameraOn: true },
  );

describe('joining under an idempotency key', () => {
  it('keeps no credentials of relays, and answers a repeat with new ones', async () => {
    const input = { room_code: await scene.freeRoom(), callId: randomUUID(), seatId: randomUUID() };
    const key = randomUUID();
    const first = await join(input, key);
    const [kept] = await db.admin<{ answer: unknown }>('select answer from private.answers where key = $1', [
      key,
    ]);
    expect(kept).toEqual({ answer: null });
    const spy = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 7_200_000);
    const again = await join(input, key);
    spy.mockRestore();
    expect(Date.parse(again.ice.expiresAt ?? '') - Date.parse(first.ice.expiresAt ?? '')).toBeGreaterThan(
      7_100_000,
    );
    // The repeat took nothing anew.
    expect(again.call.seats).toEqual(first.call.seats);
    expect(again.lastSignal).toBe(first.lastSignal);
    await scene.by(scene.bo).run(leaveCall, { call_id: first.call.id, seatId: input.seatId });
    expect(await refusal(join(input, key))).toBe('not_found');
  });
});

/** Codes that are nobody's. */
const code = (n: number) =>
  `aaa-aaaa-a${'bcdefghjkmnpqrstuvwxyz'.charAt(n % 22)}${'bcd'.charAt(Math.trunc(n / 22))}`;
const outcomesOf = async (tries: number, guess: (n: number) => Promise<unknown>) => {
  const outcomes = await Promise.all(Array.from({ length: tries }, (_, n) => outcomeOf(guess(n))));
  return Object.groupBy(outcomes, (outcome) => outcome);
};

describe('guessing codes', () => {
  it('is limited where rooms are looked up, joined and called into', async () => {
    const { mallory, elsewhere } = scene;
    const mine = as(mallory, elsewhere.id);
    const seat = { isMuted: true, isCameraOn: false };
    const looked = await outcomesOf(33, (n) => as(mallory).run(getRoom, { room_code: code(n) }));
    const joined = await outcomesOf(64, (n) =>
      mine.run(joinCall, { room_code: code(n), callId: randomUUID(), seatId: randomUUID(), ...seat }),
    );
    const called = await outcomesOf(23, (n) => mine.run(startCall, { id: randomUUID(), code: code(n) }));
    for (const outcomes of [looked, joined, called]) {
      expect(Object.keys(outcomes).sort()).toEqual(['not_found', 'rate_limited']);
    }
  });
});

const candidate = (of: object) => ({ type: 'candidate', candidate: { candidate: '', ...of } });

describe('a signal', () => {
  it('says of which line a candidate is', () => {
    expect(signal.safeParse(candidate({ sdpMid: '0' })).success).toBe(true);
    expect(signal.safeParse(candidate({ sdpMLineIndex: 0, sdpMid: null })).success).toBe(true);
    expect(signal.safeParse(candidate({})).success).toBe(false);
    expect(signal.safeParse(candidate({ sdpMid: null, sdpMLineIndex: null })).success).toBe(false);
  });

  it('is none of those that our links never send', () => {
    const asked = {
      type: 'transceiverRequest',
      transceiverRequest: { kind: 'video', init: { any: 'thing' } },
    };
    expect(signal.safeParse(asked).success).toBe(false);
  });
});
