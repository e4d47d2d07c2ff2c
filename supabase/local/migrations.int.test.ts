import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { applyMigrations } from './migrations.ts';
import { withClient } from './postgres/with-client.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './template.ts';

let server: TestPostgres;
let database: TestDatabase;
let dir: string;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => {
  await server.stop();
});
beforeEach(async () => {
  database = await server.clone();
  dir = await mkdtemp(join(tmpdir(), 'parley migrations '));
});
afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

const file = async (name: string, sql: string): Promise<void> => {
  await writeFile(join(dir, name), sql);
};
const apply = async (): ReturnType<typeof applyMigrations> =>
  await applyMigrations({ url: database.postgresUrl, dir });
const query = async (sql: string): Promise<unknown[]> =>
  await withClient(database.postgresUrl, async (client) => (await client.query(sql)).rows);

test('each file is applied once, in order, and recorded as the CLI does', async () => {
  await file('20260102000000_second.sql', 'insert into public.a values (1);');
  await file('20260101000000_first.sql', '-- a table\ncreate table public.a (id int);\nselect 1;');
  expect(await apply()).toEqual({ applied: ['20260101000000', '20260102000000'], changed: [] });
  expect(await apply()).toEqual({ applied: [], changed: [] });
  expect(await query('select * from supabase_migrations.schema_migrations order by version')).toEqual([
    { version: '20260101000000', name: 'first', statements: ['create table public.a (id int)', 'select 1'] },
    { version: '20260102000000', name: 'second', statements: ['insert into public.a values (1)'] },
  ]);
  expect(await query("select tableowner from pg_tables where tablename = 'a'")).toEqual([
    { tableowner: 'postgres' },
  ]);
});

test('a failing file leaves nothing, and names file, line and reason; the ones before it stay', async () => {
  await file('1_good.sql', 'create table public.a (id int primary key);');
  await file('2_bad.sql', 'create table public.b (id int);\n\ninsert into public.a\nvalues (1), (1);');
  await expect(apply()).rejects.toThrow(
    /2_bad\.sql:3: duplicate key .*\(23505\)\n {2}Detail: Key \(id\)=\(1\)/,
  );
  expect(await query("select to_regclass('public.b') as b")).toEqual([{ b: null }]);
  expect(await query('select version from supabase_migrations.schema_migrations')).toEqual([
    { version: '1' },
  ]);
  await file('2_bad.sql', 'create table public.b (id int);\nselect 1,\n  nothing;');
  await expect(apply()).rejects.toThrow(/2_bad\.sql:3: column "nothing" does not exist/);
});

test('many at once apply each file once', async () => {
  await file('1_slow.sql', 'create table public.a (id int); select pg_sleep(0.05);');
  const results = await Promise.all([apply(), apply(), apply()]);
  expect(results.flatMap(({ applied }) => applied)).toEqual(['1']);
});

test('a file that ends its own transaction is refused', async () => {
  await file('1_own.sql', 'create table public.a (id int);\ncommit;');
  await expect(apply()).rejects.toThrow(/1_own\.sql:2: a migration is one transaction already/);
  expect(await query("select to_regclass('public.a') as a")).toEqual([{ a: null }]);
});

test('what cannot run inside a transaction cannot be in a file', async () => {
  await file('1_now.sql', 'create table public.a (id int);\ncreate index concurrently on public.a (id);');
  await expect(apply()).rejects.toThrow(/1_now\.sql:2: .*cannot run inside a transaction block \(25001\)/);
});

test('what a file sets or becomes ends with it', async () => {
  await file('1_role.sql', "set role anon; set search_path = ''; select 1;");
  await file('2_next.sql', 'create table a (id int);');
  expect((await apply()).applied).toEqual(['1', '2']);
  expect(await query("select to_regclass('public.a')::text as a")).toEqual([{ a: 'a' }]);
});

test('policies on managed tables are let through', async () => {
  await file(
    '1_policies.sql',
    'create policy "a; b" on realtime.messages for select to authenticated using (true);',
  );
  expect((await apply()).applied).toEqual(['1']);
});

test('what the supabase CLI recorded, with the comments before statements, is not taken for changed', async () => {
  await file('1_a.sql', '-- why\nselect 1;\n\n/* and */ select 2;\n-- end\n');
  await apply();
  await query(
    "update supabase_migrations.schema_migrations set statements = array[E'-- why\\nselect 1', E'/* and */ select 2', '-- end']",
  );
  expect(await apply()).toEqual({ applied: [], changed: [] });
});

test('files that disagree with the database are told', async () => {
  await file('2_b.sql', 'select 2;');
  await apply();
  await file('2_b.sql', 'select 22;');
  expect(await apply()).toEqual({ applied: [], changed: ['2'] });
  await file('1_late.sql', 'select 1;');
  await expect(apply()).rejects.toThrow(/1_late\.sql sorts before 2/);
  await rm(join(dir, '1_late.sql'));
  await rm(join(dir, '2_b.sql'));
  await expect(apply()).rejects.toThrow(/migrations that this checkout lacks: 2/);
  await file('nonsense.sql', 'select 1;');
  await expect(apply()).rejects.toThrow(/named <timestamp>_<name>\.sql/);
});
