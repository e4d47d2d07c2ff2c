import { createClient } from '@supabase/supabase-js';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { prepareStandby, revokeKey, rotateKeys } from '../signing-keys.ts';
import type { AuthStack } from './support/auth-stack.ts';
import { makePerson, must, startAuthStack } from './support/auth-stack.ts';

let stack: AuthStack;

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'));
});
afterAll(async () => {
  await stack.close();
});

/** A client that notes which addresses it asks. */
function watchedClient() {
  const asked: string[] = [];
  const watch: typeof fetch = (input, init) => {
    asked.push(new URL(input instanceof Request ? input.url : input).pathname);
    return fetch(input, init);
  };
  const client = createClient(stack.url, stack.ctx.keys.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false, storageKey: crypto.randomUUID() },
    global: { fetch: watch },
  });
  return { client, asked };
}

async function signIn(email: string) {
  const { session } = must(await stack.client().auth.signInWithPassword(await makePerson(stack, email)));
  return session.access_token;
}

test('a client verifies tokens by itself, once it has the published keys', async () => {
  const token = await signIn('offline@example.com');
  const { client, asked } = watchedClient();
  expect(must(await client.auth.getClaims(token))?.claims.email).toBe('offline@example.com');
  expect(asked).toEqual(['/auth/v1/.well-known/jwks.json']);
  must(await client.auth.getClaims(token));
  expect(asked).toHaveLength(1);
  const [header = '', , signature = ''] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ sub: 'me', exp: 9_999_999_999 })).toString('base64url');
  const { error } = await client.auth.getClaims(`${header}.${forged}.${signature}`);
  expect(error).toMatchObject({ message: 'Invalid JWT signature' });
});

test('keys rotate under people’s feet: their tokens go on, until the old key is revoked', async () => {
  const { keys } = stack.ctx;
  const old = keys.signingKey.kid;
  const token = await signIn('rotated@example.com');
  Object.assign(keys, prepareStandby(keys));
  const published = await stack.request('/.well-known/jwks.json');
  expect(published.headers.get('cache-control')).toBe('public, max-age=600');
  expect(await published.json()).toMatchObject({ keys: [{ kid: old }, { kid: keys.standbyKey?.kid }] });
  expect(decodeProtectedHeader(await signIn('standby@example.com')).kid).toBe(old);

  Object.assign(keys, rotateKeys(keys));
  const next = await signIn('next@example.com');
  expect(decodeProtectedHeader(next)).toEqual({ alg: 'ES256', kid: keys.signingKey.kid, typ: 'JWT' });
  const { client } = watchedClient();
  for (const good of [token, next]) {
    must(await client.auth.getUser(good));
    must(await client.auth.getClaims(good));
  }

  Object.assign(keys, revokeKey(keys, old));
  expect((await client.auth.getUser(token)).error).toMatchObject({ status: 403, code: 'bad_jwt' });
  must(await client.auth.getUser(next));
});

test('the discovery document names the issuer of the tokens and their keys', async () => {
  const response = await stack.request('/.well-known/openid-configuration');
  expect(response.headers.get('cache-control')).toBe('public, max-age=600');
  expect(await response.json()).toMatchObject({
    issuer: `${stack.url}/auth/v1`,
    jwks_uri: `${stack.url}/auth/v1/.well-known/jwks.json`,
  });
});
