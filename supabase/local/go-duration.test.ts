import { expect, test } from 'vitest';

import { parseGoDuration } from './go-duration.ts';

test('reads durations as Go writes them', () => {
  expect(parseGoDuration('1h30m')).toBe(5_400_000);
  expect(parseGoDuration('1m0s')).toBe(60_000);
  expect(parseGoDuration('300ms')).toBe(300);
  expect(parseGoDuration('1.5s')).toBe(1500);
  expect(parseGoDuration('0')).toBe(0);
  for (const malformed of ['', '1', 'h', '1d', '1h ', '-1h']) expect(parseGoDuration(malformed)).toBeNull();
});
