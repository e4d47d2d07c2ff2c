import fc from 'fast-check';
import { expect, it } from 'vitest';

import { CallBudget } from './call-budget';

const WINDOW_MS = 30_000;

it('lets four calls through and keeps the fifth for the goodbye', () => {
  const budget = new CallBudget();
  expect([1, 2, 3, 4].map((nowMs) => budget.take(nowMs))).toEqual([0, 0, 0, 0]);
  expect(budget.take(5)).toBe(WINDOW_MS - 4);
  expect(budget.take(6, 'last')).toBe(0);
  expect(budget.take(7, 'last')).toBeGreaterThan(0);
});

it('never lets more than five calls through in any thirty seconds, and lets one through after the wait it names', () => {
  const attempts = fc.array(fc.tuple(fc.nat(20_000), fc.boolean()), { maxLength: 80 });
  fc.assert(
    fc.property(attempts, (steps) => {
      const budget = new CallBudget();
      const made: number[] = [];
      const waited: number[] = [];
      let nowMs = 1_000_000;
      for (const [pauseMs, isLast] of steps) {
        nowMs += pauseMs;
        const waitMs = budget.take(nowMs, isLast ? 'last' : 'usual');
        if (waitMs === 0) made.push(nowMs);
        else if (!isLast) {
          nowMs += waitMs;
          waited.push(budget.take(nowMs));
          made.push(nowMs);
        }
      }
      expect(waited.every((waitMs) => waitMs === 0)).toBe(true);
      for (const startMs of made) {
        expect(made.filter((ms) => ms >= startMs && ms < startMs + WINDOW_MS).length).toBeLessThanOrEqual(5);
      }
    }),
  );
});
