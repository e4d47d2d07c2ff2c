import { expect, test } from 'vitest';

import { bannedUntil, parseBanDuration } from './ban-duration.ts';

test('reads Go durations', () => {
  expect(parseBanDuration('1h30m')).toBe(5_400_000);
  expect(parseBanDuration('300ms')).toBe(300);
  expect(parseBanDuration('1.5s')).toBe(1500);
  expect(parseBanDuration('none')).toBe(0);
  for (const malformed of ['1', 'h', '1d', '1h ', '-1h']) expect(parseBanDuration(malformed)).toBeNull();
});

test('bans until then, lifts, or leaves as it is', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  expect(bannedUntil('24h', now)).toEqual({ banned_until: new Date('2026-01-02T00:00:00Z') });
  expect(bannedUntil('none', now)).toEqual({ banned_until: null });
  expect(bannedUntil('', now)).toEqual({});
  expect(() => bannedUntil('soon', now)).toThrow(/invalid format for ban duration/);
});
