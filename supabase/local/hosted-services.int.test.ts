import { createLocalJWKSet, jwtVerify, SignJWT, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';

import { type AuthStack, makePerson, must, startAuthStack } from './auth/support/auth-stack.ts';
import { systemClock } from './clock.ts';
import { TokenVerifier } from './realtime/tokens.ts';

let stack: AuthStack;
beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'));
});
afterAll(async () => {
  await stack.close();
});

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

async function signIn(email: string) {
  const { password, user } = await makePerson(stack, email);
  const client = stack.client();
  const { session } = must(await client.auth.signInWithPassword({ email, password }));
  return { client, user, token: session.access_token };
}
const sessionsOf = async (userId: string): Promise<number> =>
  (await stack.query('select id from auth.sessions where user_id = $1', [userId])).length;
const realtimeTakes = async (token: string) =>
  await new TokenVerifier(stack.ctx.keys, systemClock).verify(token);

describe('what hosted Auth does not offer is not offered', () => {
  test('no list of sessions, not even for the secret key', async () => {
    const { user } = await signIn('list@example.com');
    const headers = { apikey: stack.ctx.keys.secretKey, authorization: `Bearer ${stack.ctx.keys.secretKey}` };
    for (const path of ['/sessions', '/admin/sessions', `/admin/users/${user.id}/sessions`]) {
      expect([path, (await stack.request(path, { headers })).status]).toEqual([path, 404]);
    }
  });

  test('admin.signOut wants the person’s token; an id ends nothing', async () => {
    const { user, token } = await signIn('out@example.com');
    const { error } = await stack.admin().auth.admin.signOut(user.id);
    expect(error).toMatchObject({ status: 403, code: 'bad_jwt' });
    expect(await sessionsOf(user.id)).toBe(1);
    must(await stack.admin().auth.admin.signOut(token));
    expect(await sessionsOf(user.id)).toBe(0);
  });
});

test('an access token outlives the sign-out: signature and Realtime still take it, Auth does not', async () => {
  const { client, user, token } = await signIn('after@example.com');
  expect((await client.auth.signOut()).error).toBeNull();
  expect(await sessionsOf(user.id)).toBe(0);
  const keys = jwksSchema.parse(await (await stack.request('/.well-known/jwks.json')).json());
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys));
  expect(payload.sub).toBe(user.id);
  expect(await realtimeTakes(token)).toMatchObject({ sub: user.id });
  expect((await stack.client().auth.getUser(token)).error?.name).toBe('AuthSessionMissingError');
});

test('Realtime wants tokens that end', async () => {
  const { signingKey } = stack.ctx.keys;
  const key = await importJWK(signingKey, 'ES256');
  const endless = await new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'ES256', kid: signingKey.kid })
    .sign(key);
  await expect(realtimeTakes(endless)).rejects.toThrow(/exp/);
});
