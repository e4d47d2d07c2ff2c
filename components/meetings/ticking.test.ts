import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { tickEvery } from './ticking';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  isOver = false;

  constructor() {
    super();
    FakeWorker.made.push(this);
  }

  terminate(): void {
    this.isOver = true;
  }
}

test('ticks come from a worker, whatever the page’s own timers do, until the end', () => {
  vi.stubGlobal('Worker', FakeWorker);
  const ticked = vi.fn<() => void>();
  const stop = tickEvery(1_000, ticked);
  const worker = FakeWorker.made.at(-1);
  vi.advanceTimersByTime(60_000);
  expect(ticked).not.toHaveBeenCalled();
  worker?.dispatchEvent(new Event('message'));
  expect(ticked).toHaveBeenCalledTimes(1);
  stop();
  worker?.dispatchEvent(new Event('message'));
  expect(ticked).toHaveBeenCalledTimes(1);
  expect(worker?.isOver).toBe(true);
});

test('where there are no workers, or none may run, the page’s timer ticks', () => {
  vi.stubGlobal('Worker', () => {
    throw new DOMException('', 'SecurityError');
  });
  const ticked = vi.fn<() => void>();
  const stop = tickEvery(1_000, ticked);
  vi.advanceTimersByTime(3_000);
  expect(ticked).toHaveBeenCalledTimes(3);
  stop();
  vi.advanceTimersByTime(3_000);
  expect(ticked).toHaveBeenCalledTimes(3);
});

test('a worker that fails to load is followed by the page’s timer', () => {
  vi.stubGlobal('Worker', FakeWorker);
  const ticked = vi.fn<() => void>();
  const stop = tickEvery(1_000, ticked);
  const worker = FakeWorker.made.at(-1);
  worker?.dispatchEvent(new Event('error'));
  worker?.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(3_000);
  expect(ticked).toHaveBeenCalledTimes(3);
  expect(worker?.isOver).toBe(true);
  stop();
});
