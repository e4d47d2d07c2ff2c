import type { Socket } from 'node:net';

import { afterAll, expect, test } from 'vitest';

import { maskedFrame, openUpgraded } from './testing/tcp-client.ts';
import { join } from './testing/test-client.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({ profile: 'relaxed' });
const opened: Socket[] = [];
afterAll(() => {
  for (const socket of opened) socket.destroy();
});

/** Shakes hands and joins, then never reads another byte. */
async function joinAndStopReading(topic: string): Promise<void> {
  const socket = await openUpgraded(tests.stack());
  opened.push(socket);
  socket.write(maskedFrame(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', {}])));
  await new Promise((resolve) => {
    socket.once('data', resolve);
  });
  socket.pause();
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
