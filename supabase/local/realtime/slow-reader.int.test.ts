import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { afterAll, expect, test } from 'vitest';

import { join } from './testing/test-client.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({ profile: 'relaxed' });
const opened: Socket[] = [];
afterAll(() => {
  for (const socket of opened) socket.destroy();
});

/** Shakes hands and joins, then never reads another byte. */
async function joinAndStopReading(topic: string): Promise<Socket> {
  const url = new URL(tests.stack().httpUrl);
  const socket = connect(Number(url.port), url.hostname);
  opened.push(socket);
  socket.on('error', () => undefined);
  const key = tests.stack().keys.publishableKey;
  socket.write(
    `GET /realtime/v1/websocket?apikey=${key}&vsn=2.0.0 HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
  );
  await new Promise((resolve) => {
    socket.once('data', resolve);
  });
  const payload = Buffer.from(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', {}]));
  // A masked text frame whose mask is zero.
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
  await new Promise((resolve) => {
    socket.once('data', resolve);
  });
  socket.pause();
  return socket;
}

test('a reader who stops reading is dropped before the server holds much for it; the others hear all', async () => {
  await joinAndStopReading('stream');
  const bo = await join(await tests.client(), 'stream');
  const ann = await join(await tests.client(), 'stream', { broadcast: { ack: true } });
  expect(tests.stack().realtime.status().connections).toBe(3);
  const text = 'x'.repeat(1_000_000);
  let sent = 0;
  while (!tests.stack().logged.some((line) => line.includes('dropped a slow reader')) && sent < 100) {
    expect(await ann.channel.send({ type: 'broadcast', event: 'n', payload: { text } })).toBe('ok');
    sent += 1;
  }
  await turnUntil(() => tests.stack().realtime.status().connections === 2);
  await bo.broadcasts.untilCount(sent);
  expect(sent).toBeLessThan(100);
});
