import { createPublicKey, generateKeyPairSync } from 'node:crypto';

import { decodeJwt, exportJWK, importJWK, SignJWT } from 'jose';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { createKeys } from '../../keys.ts';
import type { AuthStack } from '../support/auth-stack.ts';
import { startAuthStack } from '../support/auth-stack.ts';
import { signInPerson } from '../support/authenticator.ts';

let stack: AuthStack;
let good = '';
let claims: JWTPayload = {};

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'));
  good = (await signInPerson(stack, 'ann@example.com')).session.access_token;
  claims = decodeJwt(good);
});
afterAll(async () => {
  await stack.close();
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function outcome(token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await stack.request('/user', { headers });
  return [response.status, response.headers.get('x-sb-error-code')];
}

async function signed(payload: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  const key = stack.ctx.keys.signingKey;
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, ...header })
    .sign(await importJWK(key, 'ES256'));
}

const refused = [403, 'bad_jwt'];

test('the token itself is good, so what follows is refused for its own reason', async () => {
  expect(await outcome(good)).toEqual([200, null]);
  expect(await outcome(await signed(claims))).toEqual([200, null]);
});

describe('signatures', () => {
  test('none, in any spelling', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
      expect(await outcome(`${encode({ alg, typ: 'JWT' })}.${encode(claims)}.`)).toEqual(refused);
    }
  });

  test('HS256 with what is public as the secret', async () => {
    const { kty, crv, alg, kid, x, y } = stack.ctx.keys.signingKey;
    const jwk = { kty, crv, alg, kid, x, y };
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const secrets = [pem.toString(), JSON.stringify(jwk), x, y, kid, stack.ctx.keys.publishableKey];
    for (const secret of secrets) {
      const forged = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid });
      expect(await outcome(await forged.sign(Buffer.from(secret)))).toEqual(refused);
    }
  });

  test('of a foreign key, under our key’s name, its own, or none', async () => {
    const foreign = createKeys().signingKey;
    for (const kid of [
      stack.ctx.keys.signingKey.kid,
      foreign.kid,
      undefined,
      '../keys.json',
      "' or 1=1 --",
    ]) {
      const header = { alg: 'ES256', ...(kid !== undefined && { kid }) };
      const forged = new SignJWT(claims).setProtectedHeader(header);
      expect(await outcome(await forged.sign(await importJWK(foreign, 'ES256')))).toEqual(refused);
    }
  });

  test('of a key that the token brings along', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { kid } = stack.ctx.keys.signingKey;
    const jwk = await exportJWK(publicKey);
    for (const brought of [{ jwk }, { jku: 'http://127.0.0.1:1/keys' }, { x5u: 'http://127.0.0.1:1/cert' }]) {
      const forged = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid, ...brought });
      expect(await outcome(await forged.sign(privateKey))).toEqual(refused);
    }
  });

  test('with a byte changed, or cut', async () => {
    const [header = '', payload = '', signature = ''] = good.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    bytes[10] = (bytes[10] ?? 0) ^ 1;
    const altered = encode({ ...claims, role: 'service_role' });
    for (const token of [
      `${header}.${payload}.${bytes.toString('base64url')}`,
      `${header}.${payload}.${signature.slice(0, -4)}`,
      `${header}.${altered}.${signature}`,
      `${header}.${payload}`,
    ]) {
      expect(await outcome(token)).toEqual(refused);
    }
  });
});

describe('claims under a good signature', () => {
  test('expired, without an end, not yet valid, for another audience', async () => {
    const now = Math.floor(stack.now().getTime() / 1000);
    const { exp: _exp, ...endless } = claims;
    for (const payload of [
      { ...claims, exp: now - 1 },
      endless,
      { ...claims, nbf: now + 60 },
      { ...claims, aud: 'another-project' },
      { ...claims, aud: [] },
    ]) {
      expect(await outcome(await signed(payload))).toEqual(refused);
    }
  });

  test('of nobody, or of a session that is not theirs', async () => {
    const other = await signInPerson(stack, 'ben@example.com');
    const session_id = decodeJwt(other.session.access_token)['session_id'];
    expect(await outcome(await signed({ ...claims, sub: '' }))).toEqual(refused);
    expect(await outcome(await signed({ ...claims, sub: 'me' }))).toEqual([400, 'bad_jwt']);
    const nobody = { ...claims, sub: crypto.randomUUID() };
    expect(await outcome(await signed(nobody))).toEqual([403, 'user_not_found']);
    expect(await outcome(await signed({ ...claims, session_id }))).toEqual([403, 'session_not_found']);
  });

  test('that name a higher role open nothing: only the secret key is the operator', async () => {
    const token = await signed({ ...claims, role: 'service_role' });
    const headers = { authorization: `Bearer ${token}` };
    const response = await stack.request('/admin/users', { headers });
    expect([response.status, response.headers.get('x-sb-error-code')]).toEqual([403, 'not_admin']);
  });

  test('an unknown critical extension is not ignored', async () => {
    const parts = [encode({ alg: 'ES256', crit: ['exp2'], exp2: 1 }), encode(claims), good.split('.')[2]];
    expect(await outcome(parts.join('.'))).toEqual(refused);
  });
});
