import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createServerClock } from './server-clock';

const START_MS = Date.parse('2026-11-20T12:00:00.400Z');
const written = (ms: number) => new Date(ms).toUTCString();

/** Calls that leave at these moments (after the start) and take so long, of which a part until the server writes its date. */
function afterCalls(skewMs: number, calls: { atMs: number; takesMs: number; share: number }[]) {
  let nowMs = START_MS + skewMs;
  const clock = createServerClock(() => nowMs);
  for (const { atMs, takesMs, share } of calls) {
    const sentMs = START_MS + skewMs + atMs;
    clock.note(written(START_MS + atMs + takesMs * share), sentMs, sentMs + takesMs);
    nowMs = sentMs + takesMs;
  }
  return { errorMs: clock.nowMs() - (nowMs - skewMs), correctionMs: clock.nowMs() - nowMs };
}

it('leaves a clock alone that no answer speaks against', () => {
  expect(createServerClock(() => 5).nowMs()).toBe(5);
  expect(afterCalls(0, [{ atMs: 0, takesMs: 80, share: 0.5 }]).correctionMs).toBe(0);
  expect(afterCalls(200, [{ atMs: 0, takesMs: 80, share: 0.5 }]).correctionMs).toBe(0);
});

it('corrects a clock that is hours off to within the answer it heard', () => {
  for (const hours of [-2, 2, 24 * 365]) {
    const { errorMs } = afterCalls(hours * 3_600_000, [{ atMs: 0, takesMs: 100, share: 0.5 }]);
    expect(Math.abs(errorMs)).toBeLessThanOrEqual(550);
  }
});

it('is never further off than half of what one answer leaves open, whatever the calls, and narrows down', () => {
  const call = fc.record({
    atMs: fc.integer({ min: 0, max: 60_000 }),
    takesMs: fc.integer({ min: 1, max: 400 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const calls = fc.array(call, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), calls, (skewMs, made) => {
      const bestMs = Math.min(...made.map(({ takesMs }) => takesMs + 1000)) / 2;
      const { errorMs, correctionMs } = afterCalls(skewMs, made);
      expect(Math.abs(errorMs)).toBeLessThanOrEqual(correctionMs === 0 ? 2 * bestMs : bestMs + 1);
    }),
  );
});

it('starts anew when the clock was set, and ignores answers without a readable date', () => {
  let nowMs = START_MS;
  const clock = createServerClock(() => nowMs);
  clock.note(written(START_MS), nowMs, nowMs + 50);
  nowMs += 3_600_000;
  clock.note(written(START_MS + 1000), nowMs, nowMs + 50);
  expect(Math.abs(clock.nowMs() - START_MS)).toBeLessThanOrEqual(2000);
  const before = clock.nowMs();
  clock.note(null, 0, 1);
  clock.note('soon', 0, 1);
  expect(clock.nowMs()).toBe(before);
});
