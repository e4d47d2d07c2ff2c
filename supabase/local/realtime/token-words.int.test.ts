import { createHmac } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { createKeys } from '../keys.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { openTcp, upgradeRequest } from './testing/tcp-client.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack();
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { role: 'authenticated', exp: Math.floor(Date.now() / 1_000) + 600 };
const advice = 'check your JWT secret or JWKS configuration';
const malformed = 'The token provided is not a valid JWT';
const noSigner = `Failed to generate JWT signer, ${advice}`;
const unknownKey = `Failed to generate JWT signer for key ID (kid) "their \\"key\\"", ${advice}`;

const mint = (own: Record<string, unknown>): Promise<string> => mintToken(tests.stack().keys, own);

function bySecret(): string {
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', 'a secret').update(text).digest('base64url')}`;
}

async function byAnother(kid: string | undefined, alg = 'ES256'): Promise<string> {
  const [, body, signature] = (await mintToken(createKeys(), claims)).split('.');
  return `${part({ alg, kid, typ: 'JWT' })}.${body}.${signature}`;
}

type Words = { handshake?: string; join: string; refresh?: string };
const table: [string, () => Promise<string> | string, Words][] = [
  [
    'that has ended',
    () => mint({ exp: claims.exp - 700 }),
    {
      handshake: 'Token has expired',
      join: 'InvalidJWTToken: Token has expired N seconds ago',
      refresh: 'Token has expired N seconds ago',
    },
  ],
  [
    'without a role',
    () => mint({ role: undefined }),
    { join: 'InvalidJWTToken: Fields `role` and `exp` are required in JWT' },
  ],
  ['that is none', () => 'potato', { join: `MalformedJWT: ${malformed}` }],
  [
    'signed with a shared secret',
    bySecret,
    { join: 'JwtSignatureError: Failed to validate JWT signature', refresh: ':signature_error' },
  ],
  [
    'signed by somebody else under our key id',
    () => byAnother(tests.stack().keys.signingKey.kid),
    { join: 'JwtSignatureError: Failed to validate JWT signature', refresh: ':signature_error' },
  ],
  ['of a key nobody knows', () => byAnother('their "key"'), { join: `JwtSignerError: ${unknownKey}` }],
  [
    'of a kind of key there is none of',
    () => byAnother('their "key"', 'RS256'),
    { join: `JwtSignerError: ${unknownKey}` },
  ],
  [
    'that names no key',
    () => byAnother(undefined),
    { join: `JwtSignerError: ${noSigner}`, refresh: ':error_generating_signer' },
  ],
  [
    'of an algorithm there is no name for',
    () => byAnother('their "key"', 'none'),
    { join: `JwtSignerError: ${noSigner}`, refresh: ':error_generating_signer' },
  ],
];

/** What an upgrade is refused with. */
async function refusedUpgrade(token: string): Promise<string> {
  const socket = await openTcp(tests.stack());
  socket.write(upgradeRequest(token));
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer.slice(answer.indexOf('{'));
}

const withoutNumbers = (text: unknown): string => String(text).replace(/\d+ seconds/, 'N seconds');

describe.each(table)('a token %s is turned down in the hosted words', (_name, make, words) => {
  test('when a socket is asked for', async () => {
    const message = words.handshake ?? words.join.replace(/^\w+: /, '');
    expect(JSON.parse(await refusedUpgrade(await make()))).toEqual({ error: message });
  });

  test('by a join, which closes the join before it all the same', async () => {
    const socket = await new RawSocket(tests.stack()).open();
    socket.push('realtime:room', 'phx_join', {}, '1', '1');
    await socket.reply('1');
    socket.push('realtime:room', 'phx_join', { access_token: await make() }, '2', '2');
    const { status, response } = await socket.reply('2');
    expect([status, withoutNumbers(response['reason'])]).toEqual(['error', words.join]);
    await socket.frames.until(([joinRef, , , event]) => joinRef === '1' && event === 'phx_close');
    socket.socket.terminate();
  });

  test('by a channel that takes it for its new one', async () => {
    const socket = await new RawSocket(tests.stack()).open();
    socket.push('realtime:room', 'phx_join', {}, '1', '1');
    await socket.reply('1');
    socket.push('realtime:room', 'access_token', { access_token: await make() }, '2', '1');
    const frame = await socket.frames.until(([, , , event]) => event === 'system');
    const told = words.refresh ?? words.join.replace(/^\w+: /, '');
    expect(withoutNumbers(JSON.stringify(frame[4]))).toBe(
      JSON.stringify({ extension: 'system', status: 'error', message: told, channel: 'room' }),
    );
    await socket.frames.until(([joinRef, , , event]) => joinRef === '1' && event === 'phx_close');
    socket.socket.terminate();
  });
});
