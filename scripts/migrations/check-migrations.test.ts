import { describe, expect, test } from 'vitest';

import { checkMigrations } from './check-migrations.ts';

const CLOSED = 'alter default privileges revoke execute on functions from public;\n';
const check = (sql: string): string[] => checkMigrations([{ path: 'm.sql', sql: CLOSED + sql }]);
const rulesOf = (sql: string): string[] => check(sql).map((problem) => problem.split(/[ :]/)[2] ?? '');
const body = (code: string): string =>
  `create function private.f() returns void language plpgsql set search_path = '' as $$ begin ${code}; end $$`;

describe('managed schemas', () => {
  test.each([
    'alter table auth.users add column mine text',
    'alter table "auth"."users" enable row level security',
    'alter table if exists storage . objects disable row level security',
    'create table auth.mine (id int)',
    'create table public.a (id uuid references auth.sessions (id))',
    'create index on auth.users (created_at)',
    'create or replace view public.people as select * from auth.users',
    'create or replace function auth.uid() returns uuid language sql set search_path = $$$$ as $$ select null $$',
    'create policy mine on auth.users using (true)',
    'create policy mine on storage.buckets using (true)',
    'create trigger t after insert on storage.objects for each row execute function private.f()',
    'comment on policy mine on storage.objects is $$x$$',
    'comment on trigger t on auth.users is $$x$$',
    'grant select on auth.users to authenticated',
    'grant usage on schema auth to app_web',
    'grant select on table storage.objects to app_web',
    'create schema if not exists vault',
    'drop schema storage cascade',
    'create schema mine authorization supabase_admin',
    'alter default privileges in schema realtime revoke select on tables from anon',
    'insert into auth.users (id) values (gen_random_uuid())',
    'update storage.buckets set public = true',
    'delete from storage.objects',
    'truncate realtime.messages',
    "select cron.schedule('tick', '* * * * *', 'select 1')",
    "insert into storage.buckets (id, name) values ('a', 'a') on conflict (id) do update set public = true",
    'create extension pg_trgm',
    'drop extension if exists pg_trgm',
    'alter extension pg_trgm set schema public',
    'alter extension pg_trgm update',
    'create extension pg_cron with schema pg_catalog',
    body('delete from storage.objects where true'),
    body("execute 'alter table auth.users add column x int'"),
    body('insert into auth.sessions (id) values (null)'),
    'do $$ begin drop table storage.objects; end $$',
  ])('are not touched by: %s', (sql) => {
    expect(rulesOf(sql)).toContain('managed-schemas');
  });

  test.each([
    'create policy "people read" on storage.objects for select to authenticated using (bucket_id = $$files$$)',
    'alter policy mine on realtime.messages using ((select realtime.topic()) = $$x$$)',
    'drop policy if exists mine on "storage"."objects"',
    'create trigger t after insert on auth.users for each row execute function private.f()',
    'drop trigger t on auth.users',
    "insert into storage.buckets (id, name) values ('files', 'files') on conflict (id) do nothing",
    'create table public.a (id uuid primary key references auth.users (id) default auth.uid())',
    'create extension if not exists pg_trgm with schema extensions',
    body('perform 1 from auth.sessions s; perform realtime.send($j${}$j$, $j$e$j$, $j$t$j$)'),
    "comment on table public.a is 'A copy of auth.users; never write: delete from storage.objects'",
    '-- alter table auth.users add column mine text\nselect 1',
  ])('may be used by: %s', (sql) => {
    expect(check(sql)).toEqual([]);
  });
});

test.each([
  'create role boss superuser',
  'alter role postgres nosuperuser',
  "alter role authenticated set statement_timeout = '1min'",
  "alter role app_web password 'secret'",
  'set role supabase_admin',
  'set local session authorization postgres',
  "set session_replication_role = 'replica'",
  "alter system set log_statement = 'all'",
  "alter database postgres set statement_timeout = '1s'",
  'grant supabase_auth_admin to app_web',
  'grant pg_read_all_data to app_worker',
  'alter table public.a owner to supabase_admin',
  'reassign owned by app_web to postgres',
  'drop owned by app_web cascade',
  'create event trigger e on ddl_command_end execute function private.f()',
  'create extension plpython3u with schema extensions; create language plpython3u',
  'create function private.c() returns int language c as $$x$$',
  "create function private.l() returns int language sql leakproof set search_path = '' as $$ select 1 $$",
  'create publication mine for all tables',
  "copy public.a from program 'curl example.com'",
  body("perform pg_read_file('/etc/passwd')"),
  "do $$ begin execute 'alter role app_web superuser'; end $$",
])('a superuser’s powers are not used: %s', (sql) => {
  expect(rulesOf(sql)).toContain('powers');
});

test.each([
  'begin; select 1; commit',
  'create index concurrently a_name on public.a (name)',
  'drop index concurrently public.a_name',
  'vacuum public.a',
  'create database mine',
  '\\set ON_ERROR_STOP on\nselect 1',
  '\\i other.sql',
  'copy public.a from stdin',
])('each file runs in one transaction, without psql: %s', (sql) => {
  expect(rulesOf(sql)).toContain('one-transaction');
});

test.each([
  'create function private.f() returns int language sql as $$ select 1 $$',
  "create or replace procedure private.f() language sql set search_path = 'public' as $$ select 1 $$",
])('a function fixes its search path: %s', (sql) => {
  expect(rulesOf(sql)).toContain('functions');
});

test.each([
  'set search_path = storage',
  'set local search_path = storage; alter table objects disable row level security',
  'set session search_path to "storage", public',
  "set schema 'storage'",
  'reset search_path',
  "select set_config('search_path', 'storage', true)",
  'alter role app_web set search_path = private',
  'alter function private.f() set search_path = public',
  "create procedure private.f() language sql set search_path = 'storage' as $$ select 1 $$",
  body('set local search_path = storage'),
  body("perform set_config('search_path', 'storage', true)"),
  body("set local schema 'storage'"),
  "do $$ begin set schema 'storage'; alter table objects disable row level security; end $$",
])('the search path stays, so that no name leads to a managed schema: %s', (sql) => {
  expect(rulesOf(sql)).toContain('search-path');
});

test.each([
  "alter function private.f() set search_path = ''",
  'create table public.a (search_path text)',
  'alter table public.a set schema private',
  "update public.a set search_path_note = 'x'",
])('what only looks like it may be: %s', (sql) => {
  expect(check(sql)).toEqual([]);
});

test('a definer’s function is never everybody’s', () => {
  const sql =
    "create function private.f() returns int language sql security definer set search_path = '' as $$ select 1 $$;";
  const open = checkMigrations([{ path: 'open.sql', sql }]);
  expect(open).toEqual([expect.stringContaining('open.sql:1 functions: private.f: a definer')]);
  const opened = `${CLOSED}alter default privileges grant execute on functions to anon;\n${sql}`;
  expect(checkMigrations([{ path: 'm.sql', sql: opened }]).join('\n')).toContain('m.sql:3 functions');
  expect(
    checkMigrations([
      { path: '1.sql', sql: CLOSED },
      { path: '2.sql', sql },
    ]),
  ).toEqual([]);
});

test.each([
  'grant execute on function private.f() to public',
  'grant select on public.a to authenticated, public',
  'grant all on public.a to authenticated',
  'grant all privileges on public.a to authenticated',
  'grant select on all tables in schema public to authenticated',
  'grant select on public.a to app_web with grant option',
  'alter default privileges in schema public grant select on tables to authenticated',
  'create table a (id int)',
  "create function f() returns int language sql set search_path = '' as $$ select 1 $$",
])('grants and names are explicit: %s', (sql) => {
  expect(rulesOf(sql)).toContain('grants');
});

test('a problem is told with file and line, also inside a body', () => {
  const sql = `${CLOSED}\n-- why\ndo $$\nbegin\n  delete from storage.objects;\nend $$;`;
  expect(checkMigrations([{ path: 'supabase/migrations/1_a.sql', sql }])).toEqual([
    expect.stringMatching(
      /^supabase\/migrations\/1_a\.sql:6 managed-schemas: "delete from storage\.objects" in a body/,
    ),
  ]);
});
