import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { backoffMs } from './backoff';
import { createRefresher } from './refresher';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function counted(outcomes: ('done' | 'again')[] = []) {
  let runs = 0;
  let together = 0;
  let most = 0;
  const refresher = createRefresher(async () => {
    runs += 1;
    together += 1;
    most = Math.max(most, together);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    together -= 1;
    return outcomes[runs - 1] ?? 'done';
  });
  return { refresher, runs: () => runs, most: () => most };
}

it('serves calls that come close together with one run, at the earliest time asked for', async () => {
  const { refresher, runs } = counted();
  refresher.soon(500);
  refresher.soon(100);
  refresher.soon(900);
  await vi.advanceTimersByTimeAsync(99);
  expect(runs()).toBe(0);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(runs()).toBe(1);
});

it('runs once more, and never two at a time, when asked during a run', async () => {
  const { refresher, runs, most } = counted();
  const all = Promise.all([refresher.now(), refresher.now(), refresher.now()]);
  await vi.advanceTimersByTimeAsync(200);
  await all;
  expect([runs(), most()]).toEqual([2, 1]);
});

it('tries again after a failure until it works', async () => {
  const { refresher, runs } = counted(['again', 'again', 'done']);
  refresher.soon(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs()).toBe(3);
});

it('is silent while stopped', async () => {
  const { refresher, runs } = counted();
  refresher.soon(10);
  refresher.stop();
  refresher.soon(10);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs()).toBe(0);
  refresher.resume();
  refresher.soon(10);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs()).toBe(1);
});

it('backs off from half a second to a limit', () => {
  expect(backoffMs(1, 60_000, () => 0)).toBe(500);
  expect(backoffMs(1, 60_000, () => 1)).toBe(1_000);
  expect(backoffMs(50, 60_000, () => 1)).toBe(60_000);
});
