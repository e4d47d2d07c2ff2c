import { once } from 'node:events';
import { connect } from 'node:net';

import { importJWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

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
    res.end(JSON.stringify({ path: url.pathname, size }));
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

async function userToken(expiry: string): Promise<string> {
  return await new SignJWT({ sub: 'someone', role: 'authenticated' })
    .setProtectedHeader({ alg: 'ES256', kid: keys.signingKey.kid })
    .setExpirationTime(expiry)
    .sign(await importJWK(keys.signingKey, 'ES256'));
}

describe('the API key', () => {
  test('is asked for, in the words of the hosted gateway', async () => {
    const missing = await ask('/x/v1/a');
    expect(missing.status).toBe(401);
    expect(await missing.json()).toMatchObject({ message: 'No API key found in request' });
    const wrong = await ask('/x/v1/a', { headers: { apikey: 'sb_publishable_wrong' } });
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({ message: 'Invalid API key' });
  });

  test('may be the publishable or secret key, as header, parameter or bearer, or a person’s token', async () => {
    const token = await userToken('5m');
    const good: [string, RequestInit][] = [
      ['/x/v1/a', withKey],
      ['/x/v1/a', { headers: { apikey: keys.secretKey } }],
      [`/x/v1/a?apikey=${keys.publishableKey}`, {}],
      ['/x/v1/a', { headers: { authorization: `Bearer ${keys.secretKey}` } }],
      ['/x/v1/a', { headers: { authorization: `Bearer ${token}` } }],
    ];
    const answers = await Promise.all(good.map(async ([path, init]) => await ask(path, init)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  test('is no expired token and none of another project', async () => {
    const expired = await userToken('-1m');
    const foreign = await new SignJWT({ sub: 'x' })
      .setProtectedHeader({ alg: 'ES256', kid: keys.signingKey.kid })
      .setExpirationTime('5m')
      .sign(await importJWK(createKeys().signingKey, 'ES256'));
    for (const apikey of [expired, foreign])
      expect((await ask('/x/v1/a', { headers: { apikey } })).status).toBe(401);
  });

  test('is not asked for where a browser is sent', async () => {
    expect((await ask('/x/v1/open')).status).toBe(200);
    expect((await ask('/x/v1/open/deeper')).status).toBe(401);
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

test('a body over the limit is refused unread, one of unknown length too', async () => {
  const post = { ...withKey, method: 'POST' };
  expect((await ask('/x/v1/a', { ...post, body: 'x'.repeat(100) })).status).toBe(200);
  expect((await ask('/x/v1/a', { ...post, body: 'x'.repeat(101) })).status).toBe(413);
  const stream = new Blob(['x']).stream();
  const endless: RequestInit & { duplex: 'half' } = { ...post, body: stream, duplex: 'half' };
  expect((await ask('/x/v1/a', endless)).status).toBe(411);
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

test('stops within a second with requests and upgraded sockets open', async () => {
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
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

test('an upgrade where nothing takes it is refused', async () => {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  const [data] = await once(socket, 'data');
  expect(String(data)).toMatch(/^HTTP\/1\.1 404 /);
  socket.destroy();
});
