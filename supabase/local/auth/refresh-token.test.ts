import { randomBytes } from 'node:crypto';

import { assert, nat, property, string, uuid } from 'fast-check';
import { expect, test } from 'vitest';

import { decodeRefreshToken, encodeRefreshToken, newSessionKey, sessionKey } from './refresh-token.ts';

const session = '6b1f5b4e-2c0a-4d3e-9f77-0a1b2c3d4e5f';

test('says which session and which rotation, and that we made it', () => {
  assert(
    property(uuid(), nat(), (sessionId, counter) => {
      const key = randomBytes(32);
      const token = decodeRefreshToken(encodeRefreshToken(sessionId, counter, key));
      expect(token).toMatchObject({ sessionId, counter });
      expect(token?.verify(key)).toBe(true);
      expect(token?.verify(randomBytes(32))).toBe(false);
    }),
    { numRuns: 100 },
  );
});

test('any single altered bit is noticed', () => {
  const key = randomBytes(32);
  const bytes = Buffer.from(encodeRefreshToken(session, 7, key), 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    const token = decodeRefreshToken(altered.toString('base64url'));
    expect(token === null || !token.verify(key)).toBe(true);
  }
});

test('arbitrary text is no token', () => {
  assert(
    property(string(), (text) => {
      expect(decodeRefreshToken(text)).toBeNull();
    }),
  );
});

test('neither the stored half of a key nor the server’s secret is the key', () => {
  const stored = newSessionKey();
  const key = sessionKey('server secret', stored);
  expect(key.equals(Buffer.from(stored, 'base64url'))).toBe(false);
  expect(key.equals(sessionKey('another secret', stored))).toBe(false);
  expect(key.equals(sessionKey('server secret', newSessionKey()))).toBe(false);
});
