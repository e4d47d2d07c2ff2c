import { generateKeyPairSync } from 'node:crypto';

import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from './support/auth-stack.ts';
import { makePerson, must, startAuthStack } from './support/auth-stack.ts';

let stack: AuthStack;

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'), { settings: { accessTokenTtlS: 600 } });
});
afterAll(async () => {
  await stack.close();
});

const version = { 'x-supabase-api-version': '2024-01-01' };

async function whoAmI(token: string) {
  const response = await stack.request('/user', { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, code: response.headers.get('x-sb-error-code') };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('refuses forged, expired, unsigned and foreign tokens', async () => {
  const person = await makePerson(stack, 'ann@example.com');
  const { session } = must(await stack.client().auth.signInWithPassword(person));
  const refused = { status: 403, code: 'bad_jwt' };
  expect(await whoAmI(session.access_token)).toEqual({ status: 200, code: null });

  const [header = '', payload = '', signature = ''] = session.access_token.split('.');
  const claims = decodeJwt(session.access_token);
  const altered = encode({ ...claims, role: 'service_role' });
  expect(await whoAmI(`${header}.${altered}.${signature}`)).toEqual(refused);
  expect(await whoAmI(`${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`)).toEqual(refused);

  const { kid } = stack.ctx.keys.signingKey;
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const signed = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid });
  expect(await whoAmI(await signed.sign(foreign))).toEqual(refused);
  const symmetric = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid });
  expect(await whoAmI(await symmetric.sign(Buffer.from(stack.ctx.keys.signingKey.x)))).toEqual(refused);

  expect(await whoAmI(stack.ctx.keys.publishableKey)).toEqual(refused);
  stack.advance(601);
  expect(await whoAmI(session.access_token)).toEqual(refused);
});

test('shapes errors by the API version of the caller', async () => {
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'wrong password' });
  const now = await stack.request('/token?grant_type=password', { method: 'POST', body, headers: version });
  expect(now.headers.get('x-supabase-api-version')).toBe('2024-01-01');
  expect(now.headers.get('x-sb-error-code')).toBe('invalid_credentials');
  expect(await now.json()).toEqual({ code: 'invalid_credentials', message: 'Invalid login credentials' });
  const before = await stack.request('/token?grant_type=password', { method: 'POST', body });
  expect(await before.json()).toEqual({
    code: 400,
    error_code: 'invalid_credentials',
    msg: 'Invalid login credentials',
  });
});

const post = (body: string) => stack.request('/token?grant_type=password', { method: 'POST', body });

test('refuses bodies that are no JSON, of another type, or over one mebibyte', async () => {
  for (const body of ['', '{', '[]', '{"email": 1}']) {
    const response = await post(body);
    expect([response.status, response.headers.get('x-sb-error-code')]).toEqual([400, 'bad_json']);
  }
  const large = await post(JSON.stringify({ email: 'x'.repeat(1 << 20) }));
  expect([large.status, large.headers.get('x-sb-error-code')]).toEqual([413, 'request_entity_too_large']);
});

test('knows its routes and says what it offers', async () => {
  expect((await stack.request('/nothing')).status).toBe(404);
  expect((await stack.request('/token')).status).toBe(405);
  const grant = await stack.request('/token?grant_type=magic', { method: 'POST', body: '{}' });
  expect(grant.headers.get('x-sb-error-code')).toBe('invalid_credentials');
  const settings: unknown = await (await stack.request('/settings')).json();
  expect(settings).toMatchObject({
    external: { email: true, anonymous_users: false, google: false },
    mailer_autoconfirm: false,
  });
  expect(await (await stack.request('/health')).json()).toMatchObject({ name: 'GoTrue' });
  const jwks: unknown = await (await stack.request('/.well-known/jwks.json')).json();
  const { kid, x, y } = stack.ctx.keys.signingKey;
  expect(jwks).toEqual({
    keys: [{ kty: 'EC', crv: 'P-256', alg: 'ES256', kid, x, y, use: 'sig', key_ops: ['verify'], ext: true }],
  });
});
