import { expect, test } from 'vitest';

import { TestClock } from '../testing/test-clock.ts';
import { Signal } from './signal.ts';

test('who waits hears once it is set, and who waited in vain is forgotten', async () => {
  const clock = new TestClock();
  const signal = new Signal(clock);
  const impatient = Array.from({ length: 1_000 }, () => signal.wait(10_000));
  const patient = signal.wait();
  clock.advance(10_000);
  expect(new Set(await Promise.all(impatient))).toEqual(new Set([false]));
  expect(signal.waiting).toBe(1);
  signal.set(true);
  expect(await patient).toBe(true);
  expect(await signal.wait(0)).toBe(true);
  expect(signal.waiting).toBe(0);
  signal.set(false);
  expect(signal.isSet).toBe(false);
});
