import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';

import { importJWK, type JWTPayload, SignJWT } from 'jose';

import type { StackKeys } from '../context.ts';
import { createKeys } from '../keys.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Whoever forges may write anything into header and claims. */
const assemble = (header: object, claims: object, signature = ''): string =>
  `${part(header)}.${part(claims)}.${signature}`;

async function sign({ signingKey }: StackKeys, claims: JWTPayload, kid = signingKey.kid): Promise<string> {
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
    .sign(await importJWK(signingKey, 'ES256'));
}

/** Signed with the text of the public key as if it were a shared secret. */
function confused({ signingKey }: StackKeys, claims: object, format: 'pem' | 'jwk'): string {
  const { d: _private, ...jwk } = signingKey;
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const text = `${part({ alg: 'HS256', kid: signingKey.kid, typ: 'JWT' })}.${part(claims)}`;
  const secret = format === 'pem' ? pem : JSON.stringify(jwk);
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function altered(keys: StackKeys, claims: object): Promise<string> {
  const [header, , signature] = (await sign(keys, { role: 'anon' })).split('.');
  return `${header}.${part(claims)}.${signature}`;
}

async function byRsa({ signingKey }: StackKeys, claims: JWTPayload): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: signingKey.kid }).sign(privateKey);
}

export type Forgery = [what: string, forge: (keys: StackKeys) => Promise<string> | string];

/**
 * Tokens that no service may take, each for a reason of its own; every one says that it is the operator's.
 * @param nowS seconds since 1970
 */
export function forgeries(nowS: number): readonly Forgery[] {
  const admin = { role: 'service_role', exp: nowS + 600 };
  return [
    ['unsigned', () => assemble({ alg: 'none' }, admin)],
    ['unsigned, and shouting', ({ signingKey: { kid } }) => assemble({ alg: 'NONE', kid }, admin, 'AAAA')],
    ['with claims changed after signing', async (keys) => await altered(keys, admin)],
    ['with an empty signature', ({ signingKey: { kid } }) => assemble({ alg: 'ES256', kid }, admin)],
    [
      'with a signature of zeros',
      ({ signingKey: { kid } }) => assemble({ alg: 'ES256', kid }, admin, 'A'.repeat(86)),
    ],
    ['signed with the public key as a secret', (keys) => confused(keys, admin, 'pem')],
    ['signed with the published JWK as a secret', (keys) => confused(keys, admin, 'jwk')],
    ['of another algorithm', async (keys) => await byRsa(keys, admin)],
    ['of another project', async () => await sign(createKeys(), admin)],
    [
      'of another project under our key id',
      async ({ signingKey: { kid } }) => await sign(createKeys(), admin, kid),
    ],
    [
      'that brings its own key',
      () => assemble({ alg: 'ES256', jwk: createKeys().signingKey }, admin, 'AAAA'),
    ],
    ['expired', async (keys) => await sign(keys, { ...admin, exp: nowS - 1 })],
    ['not good yet', async (keys) => await sign(keys, { ...admin, nbf: nowS + 60 })],
    ['for the superuser', async (keys) => await sign(keys, { ...admin, role: 'supabase_admin' })],
    ['for a role that does not exist', async (keys) => await sign(keys, { ...admin, role: 'potato' })],
    ['that is no token', () => 'potato'],
    ['that is huge', () => `${'x'.repeat(5_000)}.y.z`],
  ];
}
