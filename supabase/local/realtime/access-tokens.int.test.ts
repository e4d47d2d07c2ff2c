import { afterEach, describe, expect, test } from 'vitest';

import { TestClock } from '../testing/test-clock.ts';
import { RawSocket, versions } from './testing/raw-socket.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const clock = new TestClock();
const tests = useStack({
  clock,
  sql: 'create policy "Everyone signed in reads" on realtime.messages for select to authenticated using (true)',
});
const room = 'realtime:room';
const opened: RawSocket[] = [];
afterEach(() => {
  for (const { socket } of opened.splice(0)) socket.terminate();
});

const mint = (lifetimeS: number): Promise<string> =>
  mintToken(tests.stack().keys, { exp: Math.floor(clock.now() / 1_000) + lifetimeS });

describe.each(versions)('over protocol %s', (vsn) => {
  /** Joined to a topic by a token that is good for 50 seconds; the socket was opened with the publishable key. */
  async function enter(): Promise<RawSocket> {
    const socket = await new RawSocket(tests.stack(), undefined, vsn).open();
    opened.push(socket);
    socket.push(room, 'phx_join', { access_token: await mint(50) }, '1', '1');
    expect((await socket.reply('1')).status).toBe('ok');
    return socket;
  }

  test('an empty new token closes the channel', async () => {
    const socket = await enter();
    socket.push(room, 'access_token', { access_token: '' }, '2', '1');
    const [, , , , told] = await socket.frames.until(([, , , event]) => event === 'system');
    const message = 'The token provided is not a valid JWT';
    expect(told).toEqual({ extension: 'system', status: 'error', message, channel: 'room' });
    await socket.frames.until(([, , , event]) => event === 'phx_close');
  });

  test.each([null, 'sb_publishable_any', undefined, 7])(
    '%s for a new token is passed over: the one before ends when it ends',
    async (access_token) => {
      const socket = await enter();
      socket.push(room, 'access_token', { access_token }, '2', '1');
      await socket.heartbeat('3');
      clock.advance(49_000);
      await socket.heartbeat('4');
      expect(socket.frames.items.map(([, ref]) => ref)).toEqual(['1', '3', '4']);
      clock.advance(2_000);
      const [, , , , told] = await socket.frames.until(([, , , event]) => event === 'system');
      expect(told).toMatchObject({ message: expect.stringMatching(/^Token has expired \d+ seconds ago$/) });
      await socket.frames.until(([, , , event]) => event === 'phx_close');
    },
  );

  test('an API key beside a join stands for the token of the socket', async () => {
    const socket = await new RawSocket(tests.stack(), await mint(50), vsn).open();
    opened.push(socket);
    const payload = { config: { private: true }, access_token: 'sb_publishable_any' };
    socket.push(room, 'phx_join', payload, '1', '1');
    expect((await socket.reply('1')).status).toBe('ok');
  });

  test.each(['1', 'another', null])(
    'a message that names the join %s is dealt with all the same',
    async (joinRef) => {
      const socket = await new RawSocket(tests.stack(), undefined, vsn).open();
      opened.push(socket);
      const config = { broadcast: { self: true, ack: true }, presence: { enabled: true } };
      socket.push(room, 'phx_join', { config }, '1', '1');
      socket.push(room, 'presence', { event: 'track', payload: { name: 'ann' } }, '2', joinRef);
      expect((await socket.reply('2')).status).toBe('ok');
      socket.push(room, 'broadcast', { type: 'broadcast', event: 'e', payload: {} }, '3', joinRef);
      expect((await socket.reply('3')).status).toBe('ok');
      const events = socket.frames.items.map(([, , , event]) => event);
      expect(events).toEqual(expect.arrayContaining(['presence_diff', 'broadcast']));
    },
  );
});
