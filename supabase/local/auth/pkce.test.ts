import { expect, test } from 'vitest';

import { readChallenge, verifierMatches } from './pkce.ts';

// RFC 7636, appendix B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

test('the verifier answers the challenge, by SHA-256 or plainly', () => {
  expect(verifierMatches({ challenge, method: 's256' }, verifier)).toBe(true);
  expect(verifierMatches({ challenge, method: 's256' }, challenge)).toBe(false);
  expect(verifierMatches({ challenge: verifier, method: 'plain' }, verifier)).toBe(true);
  expect(verifierMatches({ challenge: verifier, method: 'plain' }, '')).toBe(false);
});

test('a challenge comes with its method, in the RFC’s length and letters', () => {
  expect(readChallenge('', '')).toBeNull();
  expect(readChallenge(challenge, 'S256')).toEqual({ challenge, method: 's256' });
  for (const [given, method] of [
    [challenge, ''],
    ['', 's256'],
    ['short', 's256'],
    ['x'.repeat(129), 's256'],
    [`${challenge}!`, 's256'],
    [challenge, 'md5'],
  ] as const) {
    expect(() => readChallenge(given, method)).toThrow(/challenge/);
  }
});
