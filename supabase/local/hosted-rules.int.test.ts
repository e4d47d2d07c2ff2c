import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { withClient } from './postgres/with-client.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './template.ts';

let server: TestPostgres;
let database: TestDatabase;

beforeAll(async () => {
  server = await startTestPostgres();
  database = await server.clone();
});
afterAll(async () => {
  await server.stop();
});

/** Runs statements as the migrations' postgres, then rolls them back. */
async function asPostgres<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return await withClient(database.postgresUrl, async (client) => {
    await client.query('begin');
    const result = await work(client);
    await client.query('rollback');
    return result;
  });
}

const run = async (...statements: string[]): Promise<void> => {
  await asPostgres(async (client) => {
    for (const statement of statements) await client.query(statement);
  });
};

describe('what hosted refuses to postgres is refused', () => {
  test.each([
    'alter role postgres superuser',
    'alter role postgres nosuperuser',
    'alter role anon nosuperuser',
    "alter role supabase_admin password 'mine'",
    'create role another superuser',
    'set role supabase_auth_admin',
    'set role supabase_admin',
    'grant supabase_auth_admin to postgres',
    'grant supabase_storage_admin to authenticated',
    "copy pg_catalog.pg_class from program 'id'",
    "select pg_catalog.pg_read_file('/etc/passwd')",
    "select pg_catalog.lo_import('/etc/passwd')",
    'create publication everything for all tables',
    "create function public.f() returns int language c as 'x'",
    'create function public.f() returns int language sql leakproof as $$ select 1 $$',
    "update pg_catalog.pg_authid set rolsuper = true where rolname = 'postgres'",
  ])('powers it lacks: %s', async (statement) => {
    await expect(run(statement)).rejects.toMatchObject({ code: '42501' });
  });

  test.each([
    'alter table auth.users add column mine text',
    'alter table auth.users enable row level security',
    'alter table realtime.messages enable row level security',
    'alter table storage.objects add column mine text',
    'drop table storage.objects',
    'create table auth.mine (id int)',
    'create table realtime.mine (id int)',
    'create table storage.mine (id int)',
    'create index on auth.users (created_at)',
    'create policy mine on auth.users using (true)',
    'create policy mine on auth.sessions for select using (true)',
    'drop trigger protect_objects_delete on storage.objects; alter table storage.objects disable trigger all',
    'drop function realtime.send(jsonb, text, text, boolean)',
    'alter schema storage owner to postgres',
    'drop schema auth cascade',
    'create or replace function auth.uid() returns uuid language sql as $$ select null::uuid $$',
  ])('changes of managed schemas: %s', async (statement) => {
    await expect(run(statement)).rejects.toMatchObject({ code: '42501' });
  });

  test.each(['realtime.messages', 'storage.objects'])('a comment on a policy of %s', async (table) => {
    const create = `create policy mine on ${table} for select to authenticated using (true)`;
    await expect(run(create, `comment on policy mine on ${table} is 'x'`)).rejects.toMatchObject({
      code: '42501',
    });
  });

  test.each(['storage.objects', 'storage.buckets'])('deleting from %s by SQL', async (table) => {
    await expect(run(`delete from ${table}`)).rejects.toThrow(/Use the Storage API instead/);
  });

  test('passing on the use of auth: the role does not get it', async () => {
    await asPostgres(async (client) => {
      await client.query('create role app_x nologin; grant usage on schema auth to app_x');
      const { rows } = await client.query("select has_schema_privilege('app_x', 'auth', 'usage') as may");
      expect(rows).toEqual([{ may: false }]);
    });
  });
});

describe('what hosted lets through goes through', () => {
  test.each(['realtime.messages', 'storage.objects', 'storage.buckets'])('policies on %s', async (table) => {
    const all = run(
      `create policy mine on ${table} for select to authenticated using (true)`,
      `alter policy mine on ${table} using (false)`,
      `alter policy mine on ${table} rename to yours`,
      `drop policy yours on ${table}`,
      `drop policy if exists mine on ${table}`,
    );
    await expect(all).resolves.toBeUndefined();
  });

  test('triggers on auth.users and foreign keys to it', async () => {
    const all = run(
      'create function public.welcome() returns trigger language plpgsql as $$ begin return new; end $$',
      'create trigger welcome after insert on auth.users for each row execute function public.welcome()',
      'drop trigger welcome on auth.users',
      'create table public.profiles (id uuid primary key references auth.users (id) on delete cascade)',
    );
    await expect(all).resolves.toBeUndefined();
  });

  test('buckets by INSERT, extensions, roles of its own with the API roles behind them', async () => {
    const all = run(
      "insert into storage.buckets (id, name) values ('files', 'files')",
      'create extension if not exists pg_trgm with schema extensions',
      'create extension btree_gist with schema extensions',
      'create role app_x login noinherit bypassrls',
      'grant authenticated, anon to app_x with inherit false, set true',
      'drop role app_x',
      "alter role authenticated set statement_timeout = '9s'",
      'create schema mine',
      'create publication mine',
    );
    await expect(all).resolves.toBeUndefined();
  });

  test('without leaving it any power afterwards, also when the statement fails', async () => {
    await withClient(database.postgresUrl, async (client) => {
      await client.query('create policy mine on storage.objects using (true)');
      await expect(client.query('create policy mine on storage.objects using (true)')).rejects.toThrow(
        /exists/,
      );
      await client.query('drop policy mine on storage.objects');
      const { rows } = await client.query(
        "select count(*)::int as owners from pg_auth_members where member = 'postgres'::regrole and roleid::regrole::text like 'supabase%'",
      );
      expect(rows).toEqual([{ owners: 0 }]);
    });
  });

  test('side by side, without waiting for one another forever', async () => {
    const statements = ['storage.objects', 'realtime.messages', 'storage.buckets'].map((table, index) => [
      `create policy side${index} on ${table} using (true)`,
      `drop policy side${index} on ${table}`,
    ]);
    const all = Promise.all(
      statements.map(async (pair) => {
        await withClient(database.postgresUrl, async (client) => {
          for (const statement of pair) await client.query(statement);
        });
      }),
    );
    await expect(all).resolves.toHaveLength(3);
  });
});

test('a wrong password and a missing one do not get in', async () => {
  const wrong = new URL(database.postgresUrl);
  wrong.password = 'guess';
  await expect(withClient(wrong.href, async () => await Promise.resolve())).rejects.toMatchObject({
    code: '28P01',
  });
});

test('storage.foldername and friends split names as hosted', async () => {
  await asPostgres(async (client) => {
    const { rows } = await client.query(
      `select storage.foldername('a/b/c.png') as folder, storage.filename('a/b/c.png') as file,
              storage.extension('a/b/c.tar.gz') as extension`,
    );
    expect(rows).toEqual([{ folder: ['a', 'b'], file: 'c.png', extension: 'gz' }]);
  });
});
