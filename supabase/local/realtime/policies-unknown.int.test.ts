import { describe, expect, test } from 'vitest';

import { maintainPartitions } from './partitions.ts';
import { join } from './testing/test-client.ts';
import { mintToken } from './testing/test-stack.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({
  sql: `
    create function public.ask(topic text) returns boolean language plpgsql as $$
    begin
      if topic = 'broken' then return 1 / (length(topic) - 6) > 0; end if;
      if topic = 'slow' then perform pg_sleep(60); end if;
      return true;
    end $$;
    create policy "Members read" on realtime.messages for select to authenticated
      using (((select auth.jwt()) ->> 'easy')::boolean or (select public.ask(realtime.topic())));
    create policy "Members write" on realtime.messages for insert to authenticated
      with check ((select public.ask(realtime.topic())));
  `,
});

/** A token that reads without being asked about the topic, or one that does not. */
const mint = (easy: boolean): Promise<string> =>
  mintToken(tests.stack().keys, { easy, sub: crypto.randomUUID() });

/** Cancels the question that the policies are busy with, as the hosted time limit does. */
async function cancelQuestion(): Promise<void> {
  const { pool } = tests.stack();
  let cancelled = 0;
  while (cancelled === 0) {
    const { rows } = await pool.query(`select pg_cancel_backend(pid) from pg_stat_activity
      where application_name = 'realtime_rights' and state = 'active' and datname = current_database()`);
    cancelled = rows.length;
  }
}

async function dropPartitions(): Promise<void> {
  const { pool } = tests.stack();
  const { rows } = await pool.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'realtime.messages'::regclass`,
  );
  for (const { name } of rows) await pool.query(`drop table ${name}`);
}

const trouble: [string, string, () => Promise<void>, { rest: string; refresh: string }][] = [
  [
    'that fail',
    'broken',
    () => Promise.resolve(),
    {
      rest: 'RLS policy error',
      refresh: 'You do not have permissions to read from this Channel topic: broken',
    },
  ],
  [
    'that take too long',
    'slow',
    cancelQuestion,
    { rest: 'Query canceled', refresh: 'Query was cancelled, please try again' },
  ],
  [
    'without a place for what is asked',
    'room',
    () => Promise.resolve(),
    {
      rest: 'Missing messages partition',
      refresh: 'Realtime was unable to connect to the project database',
    },
  ],
];

describe.each(trouble)('policies %s', (_name, topic, meanwhile, words) => {
  test('refuse a single broadcast by REST with the reason, and close a channel with a new token', async () => {
    const { httpUrl, pool, logged } = tests.stack();
    const client = await tests.client({ token: await mint(true) });
    const ann = await join(client, topic, { private: true });
    if (topic === 'room') await dropPartitions();

    const answer = fetch(`${httpUrl}/api/broadcast/${topic}/events/e?private=true`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await mint(false)}`, 'content-type': 'application/json' },
      body: '{}',
    });
    await meanwhile();
    const { status } = await answer;
    const body: unknown = await (await answer).json();
    expect([status, body]).toEqual([422, { message: words.rest }]);

    await client.setAuth(await mint(false));
    await meanwhile();
    expect((await ann.system.until(() => true)).message).toBe(words.refresh);
    await ann.statuses.until((seen) => seen.status === 'CLOSED');
    await maintainPartitions(pool, Date.now());
    expect(logged.filter((line) => line.includes('channel crashed'))).toEqual([]);
  });
});
