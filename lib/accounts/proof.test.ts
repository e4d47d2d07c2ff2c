import { expect, it } from 'vitest';

import { provedAddressLately } from './proof';

const nowMs = 1_800_000_000_000;
const nowS = nowMs / 1000;
const isProof = (amr: unknown) => provedAddressLately({ claims: { amr } }, nowMs);

it('a link or code of the last 15 minutes lets a person set a password', () => {
  expect(isProof([{ method: 'otp', timestamp: nowS - 60 }])).toBe(true);
  expect(
    isProof([
      { method: 'password', timestamp: nowS },
      { method: 'otp', timestamp: nowS - 899 },
    ]),
  ).toBe(true);
});

it('an old proof, a password or nothing does not', () => {
  expect(isProof([{ method: 'otp', timestamp: nowS - 901 }])).toBe(false);
  expect(isProof([{ method: 'password', timestamp: nowS }])).toBe(false);
  expect(isProof([{ method: 'anonymous', timestamp: nowS }])).toBe(false);
  expect(isProof(undefined)).toBe(false);
  expect(isProof('otp')).toBe(false);
});
