import { expect, test } from 'vitest';

import { advanceReading, holdUnread, startReading } from './reading-state';

const reading = (newestSeq: number) => ({ isReading: true, newestSeq, ownId: null });
const away = (newestSeq: number) => ({ isReading: false, newestSeq, ownId: null });

test('the line stays where reading began while one reads', () => {
  const state = advanceReading(startReading(3), reading(7));
  expect(state).toMatchObject({ line: 3, seen: 7 });
  expect(advanceReading(state, reading(8))).toMatchObject({ line: 3, seen: 8 });
});

test('looking away moves the line to what was seen, so that what comes meanwhile is new', () => {
  const seen = advanceReading(startReading(3), reading(7));
  expect(advanceReading(seen, away(7)).line).toBe(7);
  expect(advanceReading(advanceReading(seen, away(7)), away(9)).line).toBe(7);
});

test('writing takes the line away', () => {
  expect(advanceReading(startReading(3), { ...reading(7), ownId: 'mine' }).line).toBeNull();
});

test('what is marked unread is not read again until the reader has looked away', () => {
  const held = holdUnread(advanceReading(startReading(3), reading(7)), 5);
  expect(advanceReading(held, reading(8))).toMatchObject({ line: 4, isHeld: true, seen: 7 });
  const back = advanceReading(advanceReading(held, away(8)), reading(8));
  expect(back).toMatchObject({ line: 4, isHeld: false, seen: 8 });
});

test('nothing new is no new state', () => {
  const state = advanceReading(startReading(null), reading(7));
  expect(advanceReading(state, reading(7))).toBe(state);
});
