import { once } from 'node:events';
import { connect } from 'node:net';

import { importJWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import type { Service } from '../context.ts';
import { createKeys } from '../keys.ts';
import { createGateway, type Gateway } from './create-gateway.ts';

const keys = createKeys();
let gateway: Gateway;
let logged: Record<string, unknown>[];

const echo: Service = {
  handle: async (req, res, url) => {
    if (url.pathname.endsWith('/fail')) throw new Error('a secret detail');
    if (url.pathname.endsWith('/hang')) return;
    let size = 0;
    for await (const chunk of req) size += Buffer.from(chunk).byteLength;
    const { authorization = null } = req.headers;
    res.end(JSON.stringify({ path: url.pathname, size, authorization }));
  },
  upgrade: (_req, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  },
  stop: async () => {
    await Promise.resolve();
  },
};

beforeEach(async () => {
  logged = [];
  gateway = await createGateway({
    port: 0,
    keys,
    log: (level, message, fields) => logged.push({ level, message, ...fields }),
  });
  gateway.mount({ prefix: '/x/v1', service: echo, access: 'public', open: ['/open'], maxBodyBytes: 100 });
  gateway.mount({ prefix: '/inbox', service: echo, access: 'private', maxBodyBytes: 0 });
});
afterEach(async () => {
  await gateway.stop();
});

const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
  await fetch(gateway.url + path, init);
const withKey = { headers: { apikey: keys.publishableKey } };

async function userToken(): Promise<string> {
  return await new SignJWT({ sub: 'someone', role: 'authenticated' })
    .setProtectedHeader({ alg: 'ES256', kid: keys.signingKey.kid })
    .setExpirationTime('5m')
    .sign(await importJWK(keys.signingKey, 'ES256'));
}

const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' };

async function refusal(path: string, headers: Record<string, string>) {
  const answer = await ask(path, { headers });
  const { message } = z.object({ message: z.string() }).parse(await answer.json());
  return [answer.status, answer.headers.get('sb-error-code'), message];
}
const MISSING = [401, 'UNAUTHORIZED_MISSING_API_KEY', 'No API key found in request'];
const INVALID = [401, 'UNAUTHORIZED_INVALID_API_KEY', 'Invalid API key'];
const EXPOSED = [401, 'UNAUTHORIZED_INVALID_API_KEY_TYPE', 'Forbidden use of secret API key in browser'];

/** Status of the answer to a request for a socket. */
async function upgradeWith(query: string, agent = 'node'): Promise<number> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const upgrade = 'Connection: Upgrade\r\nUpgrade: echo';
  socket.write(`GET /x/v1/a${query} HTTP/1.1\r\nHost: x\r\nUser-Agent: ${agent}\r\n${upgrade}\r\n\r\n`);
  const [data] = await once(socket, 'data');
  socket.destroy();
  return Number(String(data).split(' ')[1]);
}

/** The `Authorization` that reaches the service. */
async function seen(headers: Record<string, string>, path = '/x/v1/a'): Promise<string | null> {
  const answer = await ask(path, { headers });
  return z.object({ authorization: z.string().nullable() }).parse(await answer.json()).authorization;
}

describe('the API key', () => {
  test('is the publishable or the secret one, as header or parameter', async () => {
    for (const key of [keys.publishableKey, keys.secretKey]) {
      expect((await ask('/x/v1/a', { headers: { apikey: key } })).status).toBe(200);
      expect((await ask(`/x/v1/a?apikey=${key}`)).status).toBe(200);
    }
  });

  test('is asked for, in the words of the hosted gateway', async () => {
    expect(await refusal('/x/v1/a', {})).toEqual(MISSING);
    expect(await refusal('/x/v1/a', { apikey: '' })).toEqual(MISSING);
    expect(await refusal('/x/v1/a', { apikey: 'sb_publishable_wrong' })).toEqual(INVALID);
    expect(await refusal('/x/v1/a', { apikey: createKeys().publishableKey })).toEqual(INVALID);
  });

  test('has no substitute: neither itself as bearer token nor a person’s token', async () => {
    const token = await userToken();
    for (const bearer of [keys.secretKey, keys.publishableKey, token]) {
      expect(await refusal('/x/v1/a', { authorization: `Bearer ${bearer}` })).toEqual(MISSING);
    }
    expect(await refusal('/x/v1/a', { apikey: token })).toEqual(INVALID);
    expect(await refusal(`/x/v1/a?apikey=${token}`, {})).toEqual(INVALID);
  });

  test('is never the secret one in a browser, not even where none is asked for', async () => {
    const secret = { ...browser, apikey: keys.secretKey };
    expect(await refusal('/x/v1/a', secret)).toEqual(EXPOSED);
    expect(await refusal(`/x/v1/a?apikey=${keys.secretKey}`, browser)).toEqual(EXPOSED);
    expect(await refusal('/x/v1/open', secret)).toEqual(EXPOSED);
    expect((await ask('/x/v1/a', { headers: { ...browser, ...withKey.headers } })).status).toBe(200);
  });

  test('is not asked for where a browser is sent', async () => {
    expect((await ask('/x/v1/open', { headers: browser })).status).toBe(200);
    expect((await ask('/x/v1/open/deeper')).status).toBe(401);
  });

  test('opens sockets too', async () => {
    expect(await upgradeWith(`?apikey=${keys.publishableKey}`, browser['user-agent'])).toBe(101);
    expect(await upgradeWith(`?apikey=${keys.secretKey}`)).toBe(101);
    expect(await upgradeWith(`?apikey=${keys.secretKey}`, browser['user-agent'])).toBe(401);
    expect(await upgradeWith('')).toBe(401);
    expect(await upgradeWith(`?apikey=${await userToken()}`)).toBe(401);
  });

  test('speaks for who shows no person’s token, whatever key stands in its place', async () => {
    const apikey = keys.publishableKey;
    const token = `Bearer ${await userToken()}`;
    expect(await seen({ apikey, authorization: token })).toBe(token);
    expect(await seen({ apikey })).toBe(`Bearer ${apikey}`);
    for (const form of ['Bearer ', 'bearer ', '']) {
      expect(await seen({ apikey, authorization: form + keys.secretKey })).toBe(`Bearer ${apikey}`);
    }
    expect(await seen({ authorization: `Bearer ${keys.secretKey}` }, '/x/v1/open')).toBeNull();
  });
});

test('every origin may call the services, none the inbox', async () => {
  const preflight = await ask('/x/v1/a', {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'apikey,x-own' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toBe('apikey,x-own');
  expect((await ask('/inbox')).headers.get('access-control-allow-origin')).toBeNull();
});

const stream = (text: string): RequestInit & { duplex: 'half' } => ({
  ...withKey,
  method: 'POST',
  body: new Blob([text]).stream(),
  duplex: 'half',
});

test('a body of unknown length goes to a service that limits bodies itself', async () => {
  gateway.mount({ prefix: '/y/v1', service: echo, access: 'public', maxBodyBytes: null });
  const answer = await ask('/y/v1/a', stream('x'.repeat(1_000)));
  expect(await answer.json()).toMatchObject({ size: 1_000 });
});

test('a body over the limit is refused unread, one of unknown length too', async () => {
  const post = { ...withKey, method: 'POST' };
  expect((await ask('/x/v1/a', { ...post, body: 'x'.repeat(100) })).status).toBe(200);
  expect((await ask('/x/v1/a', { ...post, body: 'x'.repeat(101) })).status).toBe(413);
  expect((await ask('/x/v1/a', stream('x'))).status).toBe(411);
});

test('an unexpected error is logged and tells the caller nothing', async () => {
  const answer = await ask('/x/v1/fail', withKey);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
  expect(logged).toContainEqual(expect.objectContaining({ level: 'error', error: 'Error: a secret detail' }));
});

test('unknown paths are not found', async () => {
  expect((await ask('/x/v10')).status).toBe(404);
});

test('the request log has no query', async () => {
  await (await ask('/x/v1/open?token=abc')).text();
  await expect
    .poll(() => logged)
    .toContainEqual(expect.objectContaining({ message: 'request', path: '/x/v1/open' }));
  expect(JSON.stringify(logged)).not.toContain('abc');
});

test('stops without waiting for requests and upgraded sockets that stay open', async () => {
  const hanging = ask('/x/v1/hang', withKey).catch(() => 'cut');
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write(
    `GET /x/v1/a?apikey=${keys.publishableKey} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`,
  );
  await once(socket, 'data');
  const startedAt = performance.now();
  const closed = once(socket, 'close');
  await gateway.stop();
  await closed;
  expect(await hanging).toBe('cut');
  // Far more than its grace, far less than the minute after which silence is cut.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('an upgrade where nothing takes it is refused', async () => {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  const [data] = await once(socket, 'data');
  expect(String(data)).toMatch(/^HTTP\/1\.1 404 /);
  socket.destroy();
});
