import { afterAll, expect, test } from 'vitest';

import type { Cancel } from '../clock.ts';
import { TestClock } from '../testing/test-clock.ts';
import { RawSocket } from './testing/raw-socket.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

class FragileClock extends TestClock {
  broken = false;

  override after(delayMs: number, run: () => void): Cancel {
    if (this.broken) throw new Error('the clock is broken');
    return super.after(delayMs, run);
  }
}
const clock = new FragileClock();
const tests = useStack({ clock, delays: { joinRefusalMs: 5_000 } });
const opened: RawSocket[] = [];
afterAll(() => {
  for (const { socket } of opened) socket.terminate();
});

async function open(): Promise<RawSocket> {
  const socket = new RawSocket(tests.stack());
  opened.push(socket);
  return socket.open();
}

test('a refused join answers after five seconds and holds everything behind it', async () => {
  const socket = await open();
  socket.push('realtime:secret', 'phx_join', { config: { private: true } }, '1', '1');
  socket.push('phoenix', 'heartbeat', {}, '2');
  socket.push('realtime:open', 'phx_join', {}, '3', '3');
  await turnUntil(() => tests.stack().logged.some((line) => line.includes('join refused')));
  const other = await open();
  await other.heartbeat('1');
  expect(socket.frames.items).toEqual([]);
  clock.advance(4_999);
  await other.heartbeat('2');
  expect(socket.frames.items).toEqual([]);
  clock.advance(1);
  expect((await socket.reply('1')).response['reason']).toMatch(/^Unauthorized: /);
  expect((await socket.reply('3')).status).toBe('ok');
  expect(socket.frames.items.map(([, ref]) => ref)).toEqual(['1', '2', '3']);
});

test('joining a topic again takes the place of the first join; leaving is answered, twice too', async () => {
  const socket = await open();
  socket.push('realtime:room', 'phx_join', {}, '1', '1');
  socket.push('realtime:room', 'phx_join', {}, '2', '2');
  await socket.reply('2');
  expect(socket.frames.items.map(([joinRef, , , event]) => [joinRef, event])).toEqual([
    ['1', 'phx_reply'],
    ['1', 'phx_close'],
    ['2', 'phx_reply'],
  ]);
  socket.push('realtime:room', 'phx_leave', {}, '3', '2');
  socket.push('realtime:room', 'phx_leave', {}, '4', '2');
  socket.push('realtime:room', 'broadcast', {}, '5', '2');
  expect((await socket.reply('4')).status).toBe('ok');
  expect(await socket.reply('5')).toEqual({ status: 'error', response: { reason: 'unmatched topic' } });
});

test('a socket without a known key is refused', async () => {
  expect(await new RawSocket(tests.stack(), 'sb_publishable_wrong').refusal()).toBe(401);
  expect(await new RawSocket(tests.stack(), '').refusal()).toBe(401);
});

test('a frame over 5 MB closes its socket only', async () => {
  const other = await open();
  const socket = await open();
  socket.socket.send('x'.repeat(5_000_001));
  expect(await socket.closed).toBe(1009);
  await other.heartbeat('1');
});

test('a socket that is silent for a minute is closed', async () => {
  const silent = await open();
  const other = await open();
  for (let half = 0; half < 5; half += 1) {
    clock.advance(20_000);
    await other.heartbeat(`beat ${half}`);
  }
  expect(await silent.closed).toBe(1006);
});

test('a failure of our own while a join is answered costs its socket, not the server', async () => {
  const socket = await open();
  const other = await open();
  clock.broken = true;
  socket.push('realtime:', 'phx_join', {}, '1', '1');
  expect(await socket.closed).toBe(1006);
  clock.broken = false;
  expect(tests.stack().logged.join('\n')).toContain('a join broke its connection');
  await other.heartbeat('1');
});

test('a topic needs a name', async () => {
  const socket = await open();
  const held = clock.timerSet();
  socket.push('realtime:', 'phx_join', {}, '1', '1');
  await held;
  clock.advance(5_000);
  expect((await socket.reply('1')).response['reason']).toBe(
    'TopicNameRequired: You must provide a topic name',
  );
});

test('a join whose answer cannot be written is refused, and nothing of it stays', async () => {
  const socket = await open();
  const depth = 100_000;
  const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const held = clock.timerSet();
  socket.socket.send(`["1","1","realtime:deep","phx_join",{"config":{"postgres_changes":[{"a":${deep}}]}}]`);
  await held;
  clock.advance(5_000);
  expect((await socket.reply('1')).response['reason']).toBe('Unknown Error on Channel');
  socket.push('realtime:deep', 'broadcast', {}, '2', '1');
  expect((await socket.reply('2')).response['reason']).toBe('unmatched topic');
});
