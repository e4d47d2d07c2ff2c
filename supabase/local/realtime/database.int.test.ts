import { Client } from 'pg';
import { expect, test } from 'vitest';

import { withClient } from '../postgres/with-client.ts';
import { join, numbersIn } from './testing/test-client.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({
  sql: `
    create policy "Everyone signed in reads" on realtime.messages for select to authenticated using (true);
    create table public.notes (id int primary key, body text);
    grant insert on public.notes to authenticated;
    create function public.tell() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      perform realtime.broadcast_changes('notes', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
      return null;
    end $$;
    create trigger tell after insert or update or delete on public.notes for each row execute function public.tell();
  `,
});
const send = "select realtime.send(jsonb_build_object('n', $1::int), 'n', $2, $3)";

async function listener(topic: string, isPrivate = true): Promise<Awaited<ReturnType<typeof join>>> {
  const client = await tests.client({ token: await mintToken(tests.stack().keys) });
  return join(client, topic, { private: isPrivate });
}

test('realtime.send reaches private and public listeners of both versions, each with the id', async () => {
  const token = await mintToken(tests.stack().keys);
  const second = await listener('db');
  const first = await join(await tests.client({ token, vsn: '1.0.0' }), 'db', { private: true });
  const open = await listener('db', false);
  await tests.stack().pool.query(send, [1, 'db', true]);
  await tests.stack().pool.query(send, [2, 'db', false]);
  const heard = await second.broadcasts.until(() => true);
  expect(heard.event).toBe('n');
  expect(heard.meta?.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(heard.payload).toEqual({ n: 1, id: heard.meta?.id });
  expect(await first.broadcasts.until(() => true)).toMatchObject({ payload: { n: 1 }, meta: heard.meta });
  expect((await open.broadcasts.until(() => true)).payload).toMatchObject({ n: 2 });
  expect(second.broadcasts.items).toHaveLength(1);
});

test('two transactions that overlap are delivered whole, in the order of their commits', async () => {
  const ann = await listener('order');
  const [slow, fast] = [tests.database().adminUrl, tests.database().adminUrl].map((url) => new Client(url));
  if (!slow || !fast) throw new Error('two clients');
  await Promise.all([slow.connect(), fast.connect()]);
  await slow.query('begin');
  await fast.query('begin');
  for (const n of [1, 2, 3]) {
    await slow.query(send, [n, 'order', true]);
    await fast.query(send, [n * 10, 'order', true]);
  }
  await fast.query('commit');
  await slow.query(send, [4, 'order', true]);
  await slow.query('commit');
  await fast.query('begin');
  await fast.query(send, [99, 'order', true]);
  await fast.query('rollback');
  await fast.query(send, [100, 'order', true]);
  await ann.broadcasts.untilCount(8);
  const order = numbersIn(ann.broadcasts.items);
  expect(order).toEqual([10, 20, 30, 1, 2, 3, 4, 100]);
  await Promise.all([slow.end(), fast.end()]);
});

test('a burst of 2,000 messages arrives complete and in order', async () => {
  const ann = await listener('burst');
  await tests
    .stack()
    .pool.query(
      "select count(realtime.send(jsonb_build_object('n', n), 'n', 'burst')) from generate_series(1, 2000) n",
    );
  const heard = await ann.broadcasts.untilCount(2_000);
  expect(numbersIn(heard)).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1));
});

test('broadcast_changes tells of a row', async () => {
  const ann = await listener('notes');
  await withClient(tests.database().postgresUrl, async (client) => {
    await client.query("insert into public.notes values (1, 'a')");
    await client.query("update public.notes set body = 'b'");
    await client.query('delete from public.notes');
  });
  const heard = await ann.broadcasts.untilCount(3);
  expect(heard.map(({ event, payload }) => ({ event, payload }))).toMatchObject([
    { event: 'INSERT', payload: { operation: 'INSERT', schema: 'public', table: 'notes', old_record: null } },
    { event: 'UPDATE', payload: { record: { id: 1, body: 'b' }, old_record: { id: 1, body: 'a' } } },
    { event: 'DELETE', payload: { record: null, old_record: { id: 1, body: 'b' } } },
  ]);
});

test('send_binary delivers bytes, and what is too large vanishes', async () => {
  const ann = await listener('bytes');
  const { pool } = tests.stack();
  await pool.query(
    "select realtime.send(jsonb_build_object('large', repeat('x', 3001000)), 'large', 'bytes')",
  );
  await pool.query("select realtime.send_binary('\\x00ff'::bytea, 'bytes', 'bytes')");
  const { event, payload } = await ann.broadcasts.until(() => true);
  expect(event).toBe('bytes');
  expect(payload instanceof ArrayBuffer && [...new Uint8Array(payload)]).toEqual([0, 255]);
});

test('who may not insert cannot send: a warning, not an error, and nobody hears it', async () => {
  const ann = await listener('forged');
  const warnings: string[] = [];
  await withClient(tests.database().adminUrl, async (client) => {
    client.on('notice', (notice) => warnings.push(notice.message ?? ''));
    await client.query('begin');
    await client.query("set local role to 'authenticated'");
    await client.query(send, [1, 'forged', true]);
    await client.query('commit');
  });
  expect(warnings).toEqual([expect.stringMatching(/^WarnSendingBroadcastMessage: .*row-level security/)]);
  await tests.stack().pool.query(send, [2, 'forged', true]);
  expect((await ann.broadcasts.until(() => true)).payload).toMatchObject({ n: 2 });
});

test('replay gives the newest private messages since a moment, marked, at most 25, and none twice', async () => {
  const { pool } = tests.stack();
  const { rows } = await pool.query<{ since: string }>('select extract(epoch from now()) * 1000 as since');
  const since = Math.floor(Number(rows[0]?.since));
  await pool.query(send, [0, 'history', false]);
  for (let n = 1; n <= 30; n += 1) await pool.query(send, [n, 'history', true]);
  const client = await tests.client({ token: await mintToken(tests.stack().keys) });
  const replay = { since, limit: 40 };
  const ann = await join(client, 'history', { private: true, broadcast: { replay } });
  await pool.query(send, [31, 'history', true]);
  const heard = await ann.broadcasts.untilCount(26);
  expect(numbersIn(heard)).toEqual(Array.from({ length: 26 }, (_, index) => index + 6));
  expect(heard.map(({ meta }) => meta?.replayed ?? false)).toEqual([
    ...Array.from({ length: 25 }, () => true),
    false,
  ]);
});

test('bytes are replayed in their place among the rest, and passed over for who cannot take them', async () => {
  const { pool, keys } = tests.stack();
  await pool.query(send, [1, 'mixed', true]);
  await pool.query("select realtime.send_binary('\\x01ff'::bytea, 'bytes', 'mixed')");
  await pool.query(send, [2, 'mixed', true]);
  const token = await mintToken(keys);
  const config = { private: true, broadcast: { replay: { since: 0, limit: 10 } } };
  const [second, first] = await Promise.all(
    (['2.0.0', '1.0.0'] as const).map(async (vsn) =>
      join(await tests.client({ token, vsn }), 'mixed', config),
    ),
  );
  await pool.query("select realtime.send_binary('\\x02'::bytea, 'more bytes', 'mixed')");
  await pool.query(send, [3, 'mixed', true]);

  const heard = (await second?.broadcasts.untilCount(5)) ?? [];
  expect(heard.map(({ event, meta }) => [event, meta?.replayed ?? false])).toEqual([
    ['n', true],
    ['bytes', true],
    ['n', true],
    ['more bytes', false],
    ['n', false],
  ]);
  const bytes = heard[1]?.payload;
  expect(bytes instanceof ArrayBuffer && [...new Uint8Array(bytes)]).toEqual([1, 255]);
  expect(numbersIn((await first?.broadcasts.untilCount(3)) ?? [])).toEqual([1, 2, 3]);
});

test('a join may ask to be told when the stream is up', async () => {
  const client = await tests.client();
  const ann = await join(client, 'ready', { broadcast: { replication_ready: true } });
  expect(await ann.system.until(() => true)).toMatchObject({
    status: 'ok',
    message: 'Replication connection established',
  });
});
