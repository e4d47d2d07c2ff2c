import { afterEach, expect, test } from 'vitest';

import { TestClock } from '../testing/test-clock.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { openTcp, upgradeRequest } from './testing/tcp-client.ts';
import { join } from './testing/test-client.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const clock = new TestClock();
/** A rate of 0.1 a second is exceeded by the sixth event, on average over the minute that is looked back on. */
const tests = useStack({
  clock,
  limits: { connections: 3, joinsPerSecond: 0.1, presenceMessagesPerSecond: 0.1, payloadKb: 1 },
});
const opened: RawSocket[] = [];
afterEach(async () => {
  for (const { socket } of opened.splice(0)) socket.terminate();
  await turnUntil(() => tests.stack().realtime.status().connections === 0);
  // All that was counted is forgotten.
  clock.advance(120_000);
});

async function open(): Promise<RawSocket> {
  const socket = new RawSocket(tests.stack());
  opened.push(socket);
  return socket.open();
}

async function enter(socket: RawSocket, ref: string): Promise<string> {
  socket.push('realtime:room', 'phx_join', {}, ref, ref);
  const { status, response } = await socket.reply(ref);
  return status === 'ok' ? status : String(response['reason']);
}

test('a minute with too many joins: no socket is let in, and one that joins again is told and closed', async () => {
  clock.advance(120_000);
  const socket = await open();
  for (let n = 0; n < 6; n += 1) expect(await enter(socket, `${n}`)).toBe('ok');
  clock.advance(5_000);
  const stranger = await openTcp(tests.stack());
  stranger.write(upgradeRequest(tests.stack().keys.publishableKey));
  let answer = '';
  for await (const chunk of stranger) answer += String(chunk);
  expect(answer).toMatch(/^HTTP\/1\.1 429 .*\{"error":"Too many joins per second"\}$/s);
  expect(await enter(socket, 'again')).toBe('ClientJoinRateLimitReached: Too many joins per second');
  expect(await socket.closed).toBe(1001);
});

test('a socket that was open already waits for its place, too, and gets it when one is free', async () => {
  const sockets = await Promise.all([1, 2, 3, 4].map(open));
  const [first, second, third, fourth] = sockets;
  if (!first || !second || !third || !fourth) throw new Error('four sockets');
  for (const socket of [first, second, third]) expect(await enter(socket, '1')).toBe('ok');
  expect(await enter(fourth, '1')).toBe('ConnectionRateLimitReached: Too many connected users');
  first.socket.terminate();
  await turnUntil(() => tests.stack().realtime.status().joined === 2);
  expect(await enter(fourth, '2')).toBe('ok');
});

test('a minute with too many presences closes the channels that track, and those that want to see', async () => {
  const presence = { presence: { key: 'ann', enabled: true } };
  const ann = await join(await tests.client(), 'lobby', presence);
  for (let n = 0; n < 3; n += 1) expect(await ann.channel.track({ n })).toBe('ok');
  clock.advance(5_000);
  expect(await ann.channel.track({ n: 2 })).toBe('ok');
  const bo = await join(await tests.client(), 'lobby', presence);
  void ann.channel.track({ n: 5 });
  for (const listener of [ann, bo]) {
    expect((await listener.system.until(() => true)).message).toBe('Too many presence messages per second');
    await listener.statuses.until(({ status }) => status === 'CLOSED');
  }
});

test('a presence that is too large closes its channel', async () => {
  const ann = await join(await tests.client(), 'lobby');
  expect(await ann.channel.track({ text: 'x'.repeat(1_400) })).toBe('ok');
  void ann.channel.track({ text: 'x'.repeat(1_500) });
  expect((await ann.system.until(() => true)).message).toBe('Track message size exceeded');
  await ann.statuses.until(({ status }) => status === 'CLOSED');
});
