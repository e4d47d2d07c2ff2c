import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Service } from '../context.ts';
import { createKeys } from '../keys.ts';
import { createGateway, type Gateway } from './create-gateway.ts';

let gateway: Gateway;
let logged: string[];

const reader: Service = {
  handle: async (req, res) => {
    let size = 0;
    for await (const chunk of req) size += Buffer.from(chunk).byteLength;
    res.end(`read ${size}`);
  },
  upgrade: (_req, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.on('data', (data: Buffer) => socket.write(data));
  },
  stop: () => Promise.resolve(),
};

beforeEach(async () => {
  logged = [];
  gateway = await createGateway({
    port: 0,
    keys: createKeys(),
    log: (level, message) => logged.push(`${level} ${message}`),
    idleMs: 100,
  });
  gateway.mount({ prefix: '/x', service: reader, access: 'private', maxBodyBytes: 1_000 });
});
afterEach(async () => {
  await gateway.stop();
});

function send(text: string): Socket {
  const socket = connect({
    port: Number(new URL(gateway.url).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
  });
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}

/** This side stays open, so only the other one can have closed. */
async function untilCut(socket: Socket): Promise<void> {
  socket.resume();
  await Promise.race([once(socket, 'end'), once(socket, 'close')]);
  socket.destroy();
}

const post = 'POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n';

test('a body that stops coming is waited for only so long', async () => {
  await untilCut(send(`${post}abc`));
  await expect.poll(() => logged).toContain('info request');
  expect(logged.filter((line) => line.startsWith('error'))).toEqual([]);
});

test('who has said all and closes its half still gets the answer', async () => {
  const socket = send(`${post}0123456789`);
  socket.end();
  const [data] = await once(socket, 'data');
  expect(String(data)).toContain('read 10');
  socket.destroy();
});

test('an upgraded socket may be silent for as long as its service lets it', async () => {
  const socket = send('GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  await once(socket, 'data');
  // Another request meets the limit meanwhile.
  await untilCut(send(`${post}abc`));
  socket.write('still here');
  expect(String((await once(socket, 'data'))[0])).toBe('still here');
  socket.destroy();
});

test('what is no HTTP is cut off', async () => {
  await untilCut(send('\u0000\u0001 nonsense\r\n\r\n'));
  expect((await fetch(`${gateway.url}/x`, { method: 'POST', body: 'ok' })).status).toBe(200);
});
