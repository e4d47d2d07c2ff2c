import { expect, test } from 'vitest';

import { newTotpSecret, totpCode, totpMatches, totpUri } from './totp.ts';

// RFC 6238, appendix B: the ASCII secret 12345678901234567890, last six of the eight digits.
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1234567890, '005924'],
  [20000000000, '353130'],
])('shows what the RFC shows %i seconds after 1970', (seconds, code) => {
  expect(totpCode(secret, new Date(seconds * 1000))).toBe(code);
});

test('a code is good for its period and the two beside it', () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const code = totpCode(secret, at);
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
  expect([-31, -30, 0, 59, 60].map((seconds) => totpMatches(secret, code, later(seconds)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(totpMatches(secret, ` ${code} `, at)).toBe(true);
  expect(['', '12345', '1234567', 'abcdef', '１２３４５６'].some((bad) => totpMatches(secret, bad, at))).toBe(
    false,
  );
});

test('secrets are random, and the address names everything an app needs', () => {
  const made = newTotpSecret();
  expect(made).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(made);
  const url = new URL(totpUri({ issuer: 'Ann & co:1', name: 'ann@example.com', secret: made }));
  expect(decodeURIComponent(url.pathname)).toBe('/Ann & co:1:ann@example.com');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    algorithm: 'SHA1',
    digits: '6',
    issuer: 'Ann & co:1',
    period: '30',
    secret: made,
  });
});
