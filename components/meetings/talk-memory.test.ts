import { expect, test } from 'vitest';

import { TalkMemory } from './talk-memory';

/** Notes every second of a time whether people talk. @returns when that time is over */
function pass(memory: TalkMemory, isUp: boolean, fromMs: number, seconds: number): number {
  for (let second = 0; second < seconds; second += 1) memory.note(isUp, fromMs + second * 1_000);
  return fromMs + seconds * 1_000;
}

test('people who talked until some seconds ago are remembered, others not', () => {
  const memory = new TalkMemory();
  expect(memory.isFresh(0)).toBe(false);
  const silentMs = pass(memory, true, 1_000, 20);
  expect(memory.isFresh(silentMs)).toBe(true);
  const laterMs = pass(memory, false, silentMs, 20);
  expect(memory.isFresh(laterMs)).toBe(true);
  expect(memory.isFresh(pass(memory, false, laterMs, 20))).toBe(false);
});

test('a call that has only begun is remembered as well', () => {
  const memory = new TalkMemory();
  expect(memory.isFresh(pass(memory, true, 1_000, 3))).toBe(true);
});

test('who wakes after a sleep did not talk, although connections still seem to be up', () => {
  const memory = new TalkMemory();
  const asleepMs = pass(memory, true, 1_000, 20);
  const awakeMs = pass(memory, true, asleepMs + 3_600_000, 3);
  expect(memory.isFresh(awakeMs)).toBe(false);
  expect(memory.isFresh(pass(memory, true, awakeMs, 10))).toBe(true);
});
