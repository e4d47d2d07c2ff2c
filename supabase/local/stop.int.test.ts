import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { isPortFree } from './ports.ts';
import { withClient } from './postgres/with-client.ts';
import { type RunningStack, startStack } from './stack.ts';
import { createTestFolder } from './test-folders.ts';

/** Far more than its own limits, and far less than anything that it could wait for: a minute of silence, a query of ten. */
const PATIENCE_MS = 5_000;

let dataDir: string;
let stack: RunningStack;
beforeEach(async () => {
  dataDir = await createTestFolder();
  stack = await startStack({ dataDir, fsync: false, alarm: () => undefined });
});
afterEach(async () => {
  await stack.stop();
  await rm(dataDir, { recursive: true });
});

/** A connection on which something was said, and nothing more will be. */
async function say(port: number, text: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}
const hear = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);

/** Connections to the gateway: one that has been answered, a socket of Realtime, and an upload that does not go on. */
async function openSockets(): Promise<Socket[]> {
  const port = Number(new URL(stack.gatewayUrl).port);
  const { publishableKey, secretKey } = stack.keys;
  const answered = await say(port, 'GET /storage/v1/status HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await hear(answered)).toMatch(/^HTTP\/1\.1 200 /);
  const live = await say(
    port,
    `GET /realtime/v1/websocket?apikey=${publishableKey}&vsn=2.0.0 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
  );
  expect(await hear(live)).toMatch(/^HTTP\/1\.1 101 /);
  await fetch(`${stack.gatewayUrl}/storage/v1/bucket`, {
    method: 'POST',
    headers: { apikey: secretKey, 'content-type': 'application/json' },
    body: '{"id":"files","name":"files"}',
  });
  const upload = await say(
    port,
    `POST /storage/v1/object/files/a HTTP/1.1\r\nHost: x\r\nApikey: ${secretKey}\r\n` +
      'Content-Type: text/plain\r\nContent-Length: 1000\r\n\r\nabc',
  );
  await expect.poll(() => readdir(join(dataDir, 'storage', 'incoming'))).toHaveLength(1);
  const mail = await say(stack.smtpPort, '');
  expect(await hear(mail)).toMatch(/^220 /);
  return [answered, live, upload, mail];
}

/** Another program's query that takes ten minutes, and one of Auth that waits for that program. */
async function startQueries(): Promise<Promise<string>[]> {
  const other = new Client({ connectionString: stack.adminUrl });
  other.on('error', () => undefined);
  await other.connect();
  await other.query('begin; lock table auth.users in access exclusive mode');
  const endless = other.query('select pg_sleep(600)').then(
    () => 'done',
    () => 'ended',
  );
  const signUp = fetch(`${stack.gatewayUrl}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: stack.keys.publishableKey, 'content-type': 'application/json' },
    body: '{"email":"ada@example.com","password":"correct horse"}',
  }).then(
    ({ status }) => `answered ${status}`,
    () => 'ended',
  );
  const waiting = async () =>
    await withClient(stack.adminUrl, async (client) => {
      const { rows } = await client.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
      return rows.length;
    });
  await expect.poll(waiting).toBe(1);
  return [endless, signUp];
}

test('stops at once with sockets open, an upload that hangs, a mail half sent and queries that run', async () => {
  const sockets = await openSockets();
  const queries = await startQueries();
  const closed = sockets.map(async (socket) => {
    socket.resume();
    await Promise.race([once(socket, 'end'), once(socket, 'close')]);
    socket.destroy();
  });
  const startedAt = performance.now();
  await stack.stop();
  expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS);
  await Promise.all(closed);
  expect(await Promise.all(queries)).toEqual(['ended', 'ended']);
  for (const port of [Number(new URL(stack.gatewayUrl).port), stack.smtpPort, stack.dbPort]) {
    expect([port, await isPortFree(port)]).toEqual([port, true]);
  }
  expect(existsSync(join(dataDir, 'stack.json'))).toBe(false);
}, 60_000);
