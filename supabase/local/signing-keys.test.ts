import { importJWK, jwtVerify, SignJWT } from 'jose';
import { expect, test } from 'vitest';

import { createKeys } from './keys.ts';
import type { SigningKeys } from './signing-keys.ts';
import { createTrustedKeys, prepareStandby, publicKeys, revokeKey, rotateKeys } from './signing-keys.ts';

const kids = (keys: SigningKeys) => publicKeys(keys).map(({ kid }) => kid);

test('a key stands by before it signs, and verifies after it did', () => {
  const first = createKeys();
  const ready = prepareStandby(first);
  expect(kids(ready)).toEqual([first.signingKey.kid, ready.standbyKey?.kid]);
  expect(prepareStandby(ready)).toEqual(ready);
  const rotated = rotateKeys(ready);
  expect(rotated.signingKey).toEqual(ready.standbyKey);
  expect(rotated.standbyKey).toBeNull();
  expect(rotated.previousKeys).toEqual([first.signingKey]);
  expect(kids(revokeKey(rotated, first.signingKey.kid))).toEqual([rotated.signingKey.kid]);
  expect(kids(revokeKey(ready, ready.standbyKey?.kid ?? ''))).toEqual([first.signingKey.kid]);
});

test('no rotation without a standby key, and the key in use is not revoked', () => {
  const keys = createKeys();
  expect(() => rotateKeys(keys)).toThrow('There is no standby key');
  expect(() => revokeKey(keys, keys.signingKey.kid)).toThrow('The key in use cannot be revoked');
  expect(() => revokeKey(keys, 'another')).toThrow('There is no key another');
});

test('nothing private is published', () => {
  const rotated = prepareStandby(rotateKeys(prepareStandby(createKeys())));
  expect(publicKeys(rotated)).toHaveLength(3);
  expect(JSON.stringify(publicKeys(rotated))).not.toContain('"d"');
});

test('what a key signed is trusted for as long as the key is there', async () => {
  const keys = createKeys();
  const trusted = createTrustedKeys(keys);
  const { kid } = keys.signingKey;
  const token = await new SignJWT({ sub: 'me' })
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(await importJWK(keys.signingKey, 'ES256'));
  const subject = async () => (await jwtVerify(token, trusted.getKey)).payload.sub;
  expect(await subject()).toBe('me');
  const version = trusted.version();
  Object.assign(keys, rotateKeys(prepareStandby(keys)));
  expect(await subject()).toBe('me');
  expect(trusted.version()).not.toBe(version);
  Object.assign(keys, revokeKey(keys, kid));
  await expect(subject()).rejects.toThrow('no applicable key found');
});
