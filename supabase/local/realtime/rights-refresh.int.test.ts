import { describe, expect, test } from 'vitest';

import { join } from './testing/test-client.ts';
import type { Listener } from './testing/test-client.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({
  sql: `
    create policy "Tokens say what is read" on realtime.messages for select to authenticated
      using ((current_setting('request.jwt.claims')::jsonb -> 'may') ? extension);
    create policy "Tokens say what is written" on realtime.messages for insert to authenticated
      with check ((current_setting('request.jwt.claims')::jsonb -> 'may') ? ('write ' || extension));
  `,
});
const mint = (may: readonly string[]): Promise<string> =>
  mintToken(tests.stack().keys, { may, sub: crypto.randomUUID() });

const none = 'You do not have permissions to read from this Channel topic: room';
const less = 'You no longer have permission to read from this Channel topic: room';
type Case = { before: string[]; after: string[]; presence: boolean };
const kept: Case[] = [
  { before: ['broadcast'], after: ['broadcast'], presence: false },
  { before: ['broadcast'], after: ['broadcast', 'presence'], presence: true },
  { before: ['broadcast', 'presence'], after: ['broadcast', 'presence'], presence: true },
  { before: ['presence'], after: ['presence'], presence: true },
  { before: ['presence'], after: ['broadcast', 'presence'], presence: true },
];
const closed: (Case & { reason: string })[] = [
  { before: ['broadcast'], after: [], presence: false, reason: none },
  { before: ['broadcast'], after: ['presence'], presence: false, reason: none },
  { before: ['broadcast', 'presence'], after: ['broadcast'], presence: true, reason: less },
  { before: ['broadcast', 'presence'], after: ['presence'], presence: true, reason: less },
  { before: ['broadcast', 'presence'], after: [], presence: true, reason: none },
  { before: ['presence'], after: ['broadcast'], presence: true, reason: less },
  { before: ['presence'], after: [], presence: true, reason: none },
];

async function replaceToken({ before, after, presence }: Case): Promise<Listener> {
  const client = await tests.client({ token: await mint(before) });
  const config = { private: true, presence: { key: 'ann', enabled: presence } };
  const ann = await join(client, 'room', config);
  await client.setAuth(await mint(after));
  return ann;
}

describe('a private channel whose token is replaced', () => {
  test.each(kept)('stays: from $before to $after (presence $presence)', async (row) => {
    const ann = await replaceToken(row);
    // Its answer comes after the token was judged; a closed channel gives none.
    expect(await ann.channel.untrack()).toBe('ok');
    expect(ann.system.items).toEqual([]);
  });

  test.each(closed)('is closed: from $before to $after (presence $presence)', async (row) => {
    const ann = await replaceToken(row);
    expect((await ann.system.until(() => true)).message).toBe(row.reason);
    await ann.statuses.until(({ status }) => status === 'CLOSED');
  });

  test('hears broadcasts from when the new token may, not before', async () => {
    const publisher = await join(await tests.client({ apiKey: tests.stack().keys.secretKey }), 'room', {
      private: true,
      broadcast: { ack: true },
    });
    const client = await tests.client({ token: await mint(['presence']) });
    const ann = await join(client, 'room', { private: true, presence: { enabled: true } });
    await publisher.channel.send({ type: 'broadcast', event: 'before', payload: {} });
    await client.setAuth(await mint(['presence', 'broadcast']));
    await ann.channel.untrack();
    await publisher.channel.send({ type: 'broadcast', event: 'after', payload: {} });
    await ann.broadcasts.until(({ event }) => event === 'after');
    expect(ann.broadcasts.items.map(({ event }) => event)).toEqual(['after']);
  });

  test('keeps a public one, whatever the new token may', async () => {
    const client = await tests.client({ token: await mint(['broadcast']) });
    const ann = await join(client, 'hall');
    await client.setAuth(await mintToken(tests.stack().keys, { role: 'anon' }));
    expect(await ann.channel.untrack()).toBe('ok');
    expect(ann.system.items).toEqual([]);
  });
});
