import { afterEach, describe, expect, test } from 'vitest';

import { RawSocket, versions } from './testing/raw-socket.ts';
import type { Vsn } from './testing/raw-socket.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({
  sql: `
    create policy "All hear broadcasts, some see presences" on realtime.messages for select to authenticated
      using (extension = 'broadcast' or (auth.jwt() ->> 'sees')::boolean);
    create policy "All speak" on realtime.messages for insert to authenticated with check (true);
  `,
});
const opened: RawSocket[] = [];
afterEach(() => {
  for (const { socket } of opened.splice(0)) socket.terminate();
});

type Join = { vsn: Vsn; topic: string; enabled: boolean; isPrivate: boolean; sees: boolean };

/** Joined, and done with what a join brings along. */
async function enter({ vsn, topic, enabled, isPrivate, sees }: Join): Promise<RawSocket> {
  const token = await mintToken(tests.stack().keys, { sees, sub: crypto.randomUUID() });
  const socket = await new RawSocket(tests.stack(), token, vsn).open();
  opened.push(socket);
  const config = { private: isPrivate, presence: { key: sees ? 'seer' : 'other', enabled } };
  socket.push(topic, 'phx_join', { config }, '1', '1');
  expect((await socket.reply('1')).status).toBe('ok');
  await socket.heartbeat('greeted');
  return socket;
}

async function track(socket: RawSocket, topic: string, ref: string): Promise<string> {
  const payload = { type: 'presence', event: 'TRACK', payload: { name: ref } };
  socket.push(topic, 'presence', payload, ref, '1');
  const { status } = await socket.reply(ref);
  await socket.heartbeat(`after ${ref}`);
  return status;
}

const heard = ({ frames }: RawSocket, name: string): number =>
  frames.items.filter(([, , , event]) => event === name).length;

const kinds = versions.flatMap((vsn) =>
  [true, false].flatMap((isPrivate) => [true, false].map((enabled) => ({ vsn, isPrivate, enabled }))),
);

describe.each(kinds)('a channel (%o)', ({ vsn, isPrivate, enabled }) => {
  test('is told who is there if it wants presences, and is told of changes once it tracks', async () => {
    const topic = `realtime:${crypto.randomUUID()}`;
    const socket = await enter({ vsn, topic, enabled, isPrivate, sees: true });
    expect(heard(socket, 'presence_state')).toBe(enabled ? 1 : 0);
    expect(await track(socket, topic, 'me')).toBe('ok');
    expect(heard(socket, 'presence_diff')).toBe(1);
  });

  test('shows presences on a private topic to nobody who may not see them, tracking or not', async () => {
    const topic = `realtime:${crypto.randomUUID()}`;
    const other = await enter({ vsn, topic, enabled, isPrivate, sees: false });
    const seer = await enter({ vsn, topic, enabled, isPrivate, sees: true });
    expect(await track(other, topic, 'other')).toBe('ok');
    expect(await track(seer, topic, 'seer')).toBe('ok');
    await other.heartbeat('in the end');
    expect(heard(other, 'presence_diff')).toBe(isPrivate ? 0 : 2);
    expect(heard(other, 'presence_state')).toBe(enabled && !isPrivate ? 1 : 0);
    // On a private topic it did not say at the join that it wants to see, so it sees from its own track on.
    expect(heard(seer, 'presence_diff')).toBe(isPrivate && !enabled ? 1 : 2);
  });
});
