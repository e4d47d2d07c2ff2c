import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';

import { SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';

import { createKeys } from '../keys.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({
  sql: `create policy "People of this app read" on realtime.messages for select to authenticated
          using (current_setting('request.jwt.claims')::jsonb ->> 'aud' = 'authenticated')`,
});
const nowS = Math.floor(Date.now() / 1_000);
const admin = { role: 'service_role', exp: nowS + 600 };
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const kid = (): string => tests.stack().keys.signingKey.kid;

/** Whoever forges may write anything into header and claims. */
function assemble(header: object, claims: object, signature = ''): string {
  return `${part(header)}.${part(claims)}.${signature}`;
}

/** Signed with the text of the public key as if it were a shared secret. */
function confused(): string {
  const { d: _private, ...jwk } = tests.stack().keys.signingKey;
  const secret = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const text = `${part({ alg: 'HS256', kid: kid(), typ: 'JWT' })}.${part(admin)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function altered(): Promise<string> {
  const [header, , signature] = (await mintToken(tests.stack().keys, { role: 'anon' })).split('.');
  return `${header}.${part(admin)}.${signature}`;
}

async function byRsa(): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return await new SignJWT(admin).setProtectedHeader({ alg: 'RS256', kid: kid() }).sign(privateKey);
}

const mint = (claims: Record<string, unknown>): Promise<string> => mintToken(tests.stack().keys, claims);
const attacks: [string, () => Promise<string> | string][] = [
  ['unsigned', () => assemble({ alg: 'none' }, admin)],
  ['unsigned, and shouting', () => assemble({ alg: 'NONE', kid: kid() }, admin, 'AAAA')],
  ['with claims changed after signing', altered],
  ['with an empty signature', () => assemble({ alg: 'ES256', kid: kid() }, admin)],
  ['with a signature of zeros', () => assemble({ alg: 'ES256', kid: kid() }, admin, 'A'.repeat(86))],
  ['signed with the public key as a secret', confused],
  ['of another algorithm', byRsa],
  ['of another project', async () => mintToken(createKeys(), admin)],
  [
    'of another project under our key id',
    async () => {
      const foreign = createKeys();
      return mintToken({ ...foreign, signingKey: { ...foreign.signingKey, kid: kid() } }, admin);
    },
  ],
  ['that brings its own key', () => assemble({ alg: 'ES256', jwk: createKeys().signingKey }, admin, 'AAAA')],
  ['expired', () => mint({ exp: nowS - 1 })],
  ['without a role', () => mint({ role: undefined })],
  ['for the superuser', () => mint({ role: 'supabase_admin' })],
  ['for a role that does not exist', () => mint({ role: 'potato' })],
  ['that is no token', () => 'potato'],
  ['that is huge', () => `${'x'.repeat(5_000)}.y.z`],
];
let honest: string;
beforeAll(async () => {
  honest = await mint({ aud: 'authenticated', sub: crypto.randomUUID() });
});

async function post(headers: Record<string, string>, path = ''): Promise<number> {
  const body = JSON.stringify({ messages: [{ topic: 'room', event: 'e', payload: {} }] });
  const answer = await fetch(`${tests.stack().httpUrl}/api/broadcast${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return answer.status;
}

describe.each(attacks)('a token %s', (_name, forge) => {
  test('opens no socket and sends nothing by REST', async () => {
    const token = await forge();
    expect(await new RawSocket(tests.stack(), token).refusal()).toBe(401);
    expect(await post({ authorization: `Bearer ${token}` })).toBe(401);
    expect(await post({ apikey: token }, '/room/events/e')).toBe(401);
    // A good key beside it does not make it good.
    const apikey = tests.stack().keys.publishableKey;
    expect(await post({ apikey, authorization: `Bearer ${token}` })).toBe(401);
  });

  test('joins nothing, and ends a channel that takes it for its new one', async () => {
    const token = await forge();
    const socket = await new RawSocket(tests.stack()).open();
    socket.push('realtime:room', 'phx_join', { access_token: token }, '1', '1');
    const { status, response } = await socket.reply('1');
    expect(status).toBe('error');
    expect(response['reason']).toMatch(/^(InvalidJWTToken|MalformedJWT|JwtSignatureError|JwtSignerError): /);
    socket.push('realtime:room', 'phx_join', { access_token: honest }, '2', '2');
    expect((await socket.reply('2')).status).toBe('ok');
    socket.push('realtime:room', 'access_token', { access_token: token }, '3', '2');
    await socket.frames.until(([joinRef, , , event]) => joinRef === '2' && event === 'phx_close');
    socket.socket.terminate();
  });
});

test('a token for another audience is for the policies to judge, as hosted', async () => {
  const config = { private: true };
  const socket = await new RawSocket(tests.stack()).open();
  socket.push('realtime:room', 'phx_join', { config, access_token: honest }, '1', '1');
  expect((await socket.reply('1')).status).toBe('ok');
  const token = await mint({ aud: 'another app' });
  socket.push('realtime:room', 'phx_join', { config, access_token: token }, '2', '2');
  expect((await socket.reply('2')).response['reason']).toMatch(/^Unauthorized: /);
  socket.socket.terminate();
});

test('a refusal tells nothing that the caller did not bring along', async () => {
  const answer = await fetch(`${tests.stack().httpUrl}/api/broadcast`, {
    method: 'POST',
    headers: { apikey: 'potato' },
  });
  expect(await answer.json()).toEqual({ message: 'Unauthorized' });
});
