import { expect, test } from 'vitest';

import { TestClock } from '../testing/test-clock.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const dayMs = 24 * 3_600_000;
const clock = new TestClock();
const tests = useStack({ clock });

async function partitions(): Promise<string[]> {
  const { rows } = await tests.stack().pool.query<{ name: string }>(
    `select c.relname as name, c.relowner::regrole::text as owner
         from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'realtime.messages'::regclass and c.relowner = 'supabase_realtime_admin'::regrole
        order by 1`,
  );
  return rows.map(({ name }) => name);
}

const nameOf = (timeMs: number): string =>
  `messages_${new Date(timeMs).toISOString().slice(0, 10).replaceAll('-', '_')}`;

test('nine days are ready; when days pass new ones are added and old ones go', async () => {
  const start = clock.now();
  expect(await partitions()).toEqual(
    Array.from({ length: 9 }, (_, day) => nameOf(start + (day - 1) * dayMs)),
  );
  clock.advance(5 * dayMs);
  const last = nameOf(start + 12 * dayMs);
  let names: string[] = [];
  for (let tries = 0; tries < 1_000 && (names.at(-1) !== last || names.length !== 11); tries += 1) {
    names = await partitions();
  }
  expect(names).toEqual(Array.from({ length: 11 }, (_, day) => nameOf(start + (day + 2) * dayMs)));
});

test('a message of any day ahead finds its partition, whatever the time zone of the session', async () => {
  const { pool } = tests.stack();
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    const client = await pool.connect();
    await client.query('begin');
    await client.query(`set local timezone to '${zone}'`);
    await client.query(
      "insert into realtime.messages (topic, extension, inserted_at) values ('t', 'broadcast', now() + interval '5 days')",
    );
    await client.query('rollback');
    client.release();
  }
  await turnUntil(() => tests.stack().realtime.status().streaming);
  expect(await partitions()).toContain(nameOf(clock.now()));
});
