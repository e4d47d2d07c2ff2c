import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { calculateJwkThumbprint, importJWK, jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { StackKeys } from './context.ts';
import { createKeys, loadKeys } from './keys.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley keys '));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('keys are made once per data folder, for its owner only', async () => {
  const first = await loadKeys(folder);
  expect(await loadKeys(folder)).toEqual(first);
  expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600);
});

function secretsOf({ passwords, signingKey, publishableKey, secretKey, hookSecret }: StackKeys): string[] {
  return [...Object.values(passwords), signingKey.d, publishableKey, secretKey, hookSecret];
}

test('two data folders share no secret', () => {
  const all = [...secretsOf(createKeys()), ...secretsOf(createKeys())];
  expect(new Set(all).size).toBe(all.length);
});

test('a folder from before there was a rotation keeps its key', async () => {
  const { standbyKey: _none, previousKeys: _neither, ...before } = createKeys();
  await writeFile(join(folder, 'keys.json'), JSON.stringify(before));
  expect(await loadKeys(folder)).toEqual({ ...before, standbyKey: null, previousKeys: [] });
});

test('a damaged key file is an error, not a fresh start', async () => {
  await writeFile(join(folder, 'keys.json'), '{"instanceId":');
  await expect(loadKeys(folder)).rejects.toThrow(/keys\.json is damaged/);
});

test('the signing key signs ES256 and is named by its thumbprint', async () => {
  const { signingKey } = createKeys();
  const { d: _private, ...publicKey } = signingKey;
  expect(signingKey.kid).toBe(await calculateJwkThumbprint(signingKey));
  const token = await new SignJWT({ sub: 'me' })
    .setProtectedHeader({ alg: 'ES256', kid: signingKey.kid })
    .sign(await importJWK(signingKey, 'ES256'));
  const { payload } = await jwtVerify(token, await importJWK(publicKey, 'ES256'));
  expect(payload.sub).toBe('me');
});
