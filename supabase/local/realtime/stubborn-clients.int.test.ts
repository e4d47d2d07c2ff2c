import type { Socket } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { TestClock } from '../testing/test-clock.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { maskedFrame, openTcp, openUpgraded, untilClosed, upgradeRequest } from './testing/tcp-client.ts';
import { Inbox } from './testing/test-client.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const clock = new TestClock();
const tests = useStack({ clock });
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function upgraded(): Promise<Socket> {
  const socket = await openUpgraded(tests.stack());
  sockets.push(socket);
  return socket;
}

const connections = (): number => tests.stack().realtime.status().connections;

test('a message whose parts add up to more than 5 MB closes its socket only', async () => {
  const other = await new RawSocket(tests.stack()).open();
  const { socket, closed } = await new RawSocket(tests.stack()).open();
  for (let n = 0; n < 6; n += 1) socket.send('x'.repeat(999_999), { fin: n === 5 });
  expect(await closed).toBe(1009);
  await other.heartbeat('1');
  other.socket.terminate();
  await other.closed;
});

test('a frame that announces more than it may is refused before it comes', async () => {
  const socket = await upgraded();
  const header = Buffer.alloc(14);
  header[0] = 0x82;
  header[1] = 0x80 | 127;
  header.writeBigUInt64BE(2n ** 40n, 2);
  socket.write(header);
  await turnUntil(
    () => connections() === 0,
    () => clock.advance(100),
  );
  await untilClosed(socket);
  expect(socket.readableEnded).toBe(true);
});

test('a frame that comes byte by byte is understood', async () => {
  const socket = await upgraded();
  const answer = new Promise<string>((resolve) => {
    socket.once('data', (data: Buffer) => resolve(data.toString()));
  });
  for (const byte of maskedFrame('[null,"1","phoenix","heartbeat",{}]')) {
    await new Promise((resolve) => {
      socket.write(Buffer.from([byte]), resolve);
    });
  }
  expect(await answer).toContain('"status":"ok"');
});

test('who closes one half is let go, with the channels joined', async () => {
  const socket = await upgraded();
  socket.write(maskedFrame('["1","1","realtime:room","phx_join",{}]'));
  await turnUntil(() => tests.stack().realtime.status().topics === 1);
  socket.end();
  await untilClosed(socket);
  await turnUntil(() => connections() === 0);
  expect(tests.stack().realtime.status()).toMatchObject({ joined: 0, topics: 0 });
});

test('who was refused and never closes is let go all the same', async () => {
  const socket = await openTcp(tests.stack());
  sockets.push(socket);
  socket.write(upgradeRequest('sb_publishable_wrong'));
  await new Promise((resolve) => {
    socket.once('data', resolve);
  });
  await untilClosed(socket);
  expect(socket.readableEnded).toBe(true);
});

test.each([9_000_000, 40_000_000])(
  'a REST body of %d bytes is refused, all of it is taken, and its connection serves on',
  async (sizeBytes) => {
    const { keys } = tests.stack();
    const socket = await openTcp(tests.stack());
    sockets.push(socket);
    const answers = new Inbox<string>();
    socket.on('data', (data: Buffer) => answers.add(data.toString()));
    socket.write(
      `POST /realtime/v1/api/broadcast HTTP/1.1\r\nHost: test\r\napikey: ${keys.publishableKey}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${sizeBytes}\r\n\r\n`,
    );
    socket.write('x'.repeat(sizeBytes));
    await answers.until((text) => text.startsWith('HTTP/1.1 413 '));
    socket.write('GET /realtime/v1/api/ping HTTP/1.1\r\nHost: test\r\n\r\n');
    expect(await answers.until((text) => text.includes('200 OK'))).toContain('Success');
  },
);

test('a REST body that breaks off half-way is dropped', async () => {
  const { keys, logged } = tests.stack();
  const socket = await openTcp(tests.stack());
  sockets.push(socket);
  socket.write(
    `POST /realtime/v1/api/broadcast HTTP/1.1\r\nHost: test\r\napikey: ${keys.publishableKey}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"messages":',
  );
  socket.end();
  await untilClosed(socket);
  const answer = await fetch(`${tests.stack().httpUrl}/api/ping`);
  expect(answer.status).toBe(200);
  expect(logged.filter((line) => line.includes('UnhandledRejection'))).toEqual([]);
});
