import { expect, test } from 'vitest';

import { bannedUntil } from './ban-duration.ts';

test('bans until then, lifts, or leaves as it is', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  expect(bannedUntil('24h', now)).toEqual({ banned_until: new Date('2026-01-02T00:00:00Z') });
  expect(bannedUntil('none', now)).toEqual({ banned_until: null });
  expect(bannedUntil('', now)).toEqual({});
  expect(() => bannedUntil('soon', now)).toThrow(/invalid format for ban duration/);
});
