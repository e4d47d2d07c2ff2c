import { createHash } from 'node:crypto';

import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from '../support/auth-stack.ts';
import { must, startAuthStack } from '../support/auth-stack.ts';
import type { FakeGoogle } from '../support/fake-google.ts';
import { startFakeGoogle } from '../support/fake-google.ts';

let stack: AuthStack;
let google: FakeGoogle;

beforeAll(async () => {
  google = await startFakeGoogle();
  stack = await startAuthStack(inject('postgres'), { config: { google: google.settings } });
});
afterAll(async () => {
  await stack.close();
  await google.close();
});

const nonce = 'a nonce of the app';
const hashed = createHash('sha256').update(nonce).digest('hex');

const signIn = (token: string, more: { nonce?: string; access_token?: string } = {}) =>
  stack.client().auth.signInWithIdToken({ provider: 'google', token, ...more });

test('a token that an app got from Google signs in, with its nonce and access token', async () => {
  const { user } = must(await signIn(await google.idToken()));
  expect(user).toMatchObject({ email: google.person.email, app_metadata: { provider: 'google' } });
  const bound = await google.idToken({ nonce: hashed, at_hash: 'x' });
  expect(must(await signIn(bound, { nonce })).user?.id).toBe(user?.id);
});

test('a token of another key, app, issuer, time or nonce does not', async () => {
  const { privateKey } = await generateKeyPair('RS256');
  const refusals = [
    [await google.idToken({}, privateKey), {}, 'Bad ID token'],
    [await google.idToken({ iss: 'https://evil.example' }), {}, 'Bad ID token'],
    [await google.idToken({ aud: 'another-app' }), {}, 'Unacceptable audience in id_token: [another-app]'],
    [await google.idToken({ sub: '' }), {}, 'Missing sub claim in id_token'],
    [await google.idToken({ at_hash: 'x' }), { access_token: 'another' }, 'Bad ID token'],
    [
      await google.idToken(),
      { nonce },
      'Passed nonce and nonce in id_token should either both exist or not.',
    ],
    [await google.idToken({ nonce: hashed }), { nonce: 'another' }, 'Nonces mismatch'],
    ['no token', {}, 'Bad ID token'],
  ] as const;
  for (const [token, more, message] of refusals) {
    expect((await signIn(token, more)).error).toMatchObject({ status: 400, message });
  }
  const late = await google.idToken();
  stack.advance(3601);
  expect((await signIn(late)).error).toMatchObject({ status: 400, message: 'Bad ID token' });
});
