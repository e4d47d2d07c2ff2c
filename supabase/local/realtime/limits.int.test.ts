import { afterAll, expect, test } from 'vitest';

import { TestClock } from '../testing/test-clock.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { join } from './testing/test-client.ts';
import { useStack } from './testing/use-stack.ts';

const clock = new TestClock();
const tests = useStack({
  clock,
  limits: { connections: 4, channelsPerConnection: 2, messagesPerSecond: 10 },
});
const opened: RawSocket[] = [];
afterAll(() => {
  for (const { socket } of opened) socket.terminate();
});

test('a connection has so many channels and no more', async () => {
  const client = await tests.client();
  await join(client, 'one');
  await join(client, 'two');
  await expect(join(client, 'three')).rejects.toThrow('ChannelRateLimitReached: Too many channels');
});

test('deliveries count: a room too busy closes the channels of its listeners', async () => {
  const ann = await join(await tests.client(), 'busy');
  const bo = await join(await tests.client(), 'busy');
  const send = (): Promise<string> => ann.channel.send({ type: 'broadcast', event: 'n', payload: {} });
  // 60 sends and 60 deliveries in 10 s of counting are 12 a second.
  for (let n = 0; n < 60; n += 1) void send();
  await bo.broadcasts.untilCount(60);
  clock.advance(5_000);
  await send();
  expect((await bo.system.until(() => true)).message).toBe('Too many messages per second');
  await bo.statuses.until(({ status }) => status === 'CLOSED');
});

test('sockets over the limit are refused once the others have joined', async () => {
  clock.advance(120_000);
  for (let n = 0; n < 4; n += 1) {
    const socket = new RawSocket(tests.stack());
    opened.push(socket);
    await socket.open();
    socket.push('realtime:room', 'phx_join', {}, '1', '1');
    expect((await socket.reply('1')).status).toBe('ok');
  }
  expect(await new RawSocket(tests.stack()).refusal()).toBe(429);
});
