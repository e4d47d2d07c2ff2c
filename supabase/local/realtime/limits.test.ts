import { describe, expect, test } from 'vitest';

import { CallWindow, limitsOf, payloadFits, RateCounter } from './limits.ts';

describe('the rate of a project', () => {
  test('a burst passes, the same rate sustained does not', () => {
    const counter = new RateCounter(500);
    counter.add(4_000);
    expect(counter.exceeded).toBe(false);
    counter.tick();
    expect(counter.average).toBe(400);
    expect(counter.exceeded).toBe(false);
    for (let second = 0; second < 60; second += 5) {
      counter.add(2_500);
      counter.tick();
    }
    expect(counter.average).toBe(500);
    expect(counter.exceeded).toBe(true);
  });

  test('it forgets what is older than a minute', () => {
    const counter = new RateCounter(10);
    counter.add(10_000);
    counter.tick();
    expect(counter.exceeded).toBe(true);
    for (let bucket = 0; bucket < RateCounter.maxBuckets; bucket += 1) counter.tick();
    expect(counter.average).toBe(0);
    expect(counter.exceeded).toBe(false);
  });

  test('the relaxed profile has no rate', () => {
    const counter = new RateCounter(limitsOf.relaxed.messagesPerSecond);
    counter.add(Number.MAX_SAFE_INTEGER);
    counter.tick();
    expect(counter.exceeded).toBe(false);
  });
});

describe('presence calls', () => {
  test('five within the window, then none until it is over', () => {
    const window = new CallWindow(limitsOf.hosted.presenceCalls);
    const start = 1_000_000;
    const taken = Array.from({ length: 6 }, (_, index) => window.take(start + index));
    expect(taken).toEqual([true, true, true, true, true, false]);
    expect(window.take(start + 30_000)).toBe(false);
    expect(window.take(start + 30_001)).toBe(true);
  });
});

test('payloads may be as large as the plan says, and a little', () => {
  expect(payloadFits(limitsOf.hosted, 3_000_500)).toBe(true);
  expect(payloadFits(limitsOf.hosted, 3_000_501)).toBe(false);
});
