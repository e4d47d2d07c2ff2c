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

const rowsOf = async (client: Client, sql: string): Promise<unknown[]> => (await client.query(sql)).rows;

/** Runs as the migrations' postgres, then rolls back. */
async function asPostgres<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return await withClient(database.postgresUrl, async (client) => {
    await client.query('begin');
    const result = await work(client);
    await client.query('rollback');
    return result;
  });
}

/** The state with which a statement is refused, and nothing else undone by it. */
async function refusal(client: Client, sql: string): Promise<unknown> {
  await client.query('savepoint before');
  const outcome: unknown = await client.query(sql).then(
    () => null,
    (error: unknown) => error,
  );
  await client.query('rollback to before');
  return outcome === null ? null : Object(outcome).code;
}

describe('postgres, which runs migrations,', () => {
  test('is no superuser, and has the hosted attributes', async () => {
    const sql = `select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolinherit
      from pg_roles where rolname = current_user`;
    expect(await asPostgres((client) => rowsOf(client, sql))).toEqual([
      {
        rolsuper: false,
        rolcreatedb: true,
        rolcreaterole: true,
        rolreplication: true,
        rolbypassrls: true,
        rolinherit: true,
      },
    ]);
  });

  test('uses them: databases, slots, and rows past row-level security', async () => {
    await withClient(database.postgresUrl, async (client) => {
      await client.query('create database mine');
      await client.query('drop database mine');
      await client.query("select pg_create_logical_replication_slot('mine', 'pgoutput', true)");
      await client.query('create table public.shut (id int)');
      await client.query('alter table public.shut enable row level security');
      await client.query('alter table public.shut force row level security');
      await client.query('insert into public.shut values (1)');
      expect(await rowsOf(client, 'select id from public.shut')).toEqual([{ id: 1 }]);
      await client.query('drop table public.shut');
    });
  });

  test('passes on the API roles and no owner of managed schemas', async () => {
    const sql = `select roleid::regrole::text as role, bool_or(admin_option) as admin from pg_auth_members
      where member = 'postgres'::regrole and (roleid::regrole::text like 'supabase%'
        or roleid::regrole::text in ('anon', 'authenticated', 'service_role'))
      group by 1 order by 1`;
    expect(await asPostgres((client) => rowsOf(client, sql))).toEqual([
      { role: 'anon', admin: true },
      { role: 'authenticated', admin: true },
      { role: 'service_role', admin: true },
    ]);
  });
});

describe('managed schemas', () => {
  const OWNERS = {
    auth: 'supabase_auth_admin',
    realtime: 'supabase_realtime_admin',
    storage: 'supabase_storage_admin',
  };
  type Relation = { name: string; schema: keyof typeof OWNERS; owner: string };

  test('have tables that belong to their own roles, and each refuses ALTER, DROP and new indexes', async () => {
    await asPostgres(async (client) => {
      const { rows } = await client.query<Relation>(
        `select c.oid::regclass::text as name, c.relnamespace::regnamespace::text as schema, c.relowner::regrole::text as owner
         from pg_class c where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('auth', 'realtime', 'storage')`,
      );
      expect(rows.length).toBeGreaterThan(20);
      for (const { name, schema, owner } of rows) {
        expect({ name, owner }).toEqual({ name, owner: OWNERS[schema] });
        expect([name, await refusal(client, `alter table ${name} add column mine int`)]).toEqual([
          name,
          '42501',
        ]);
        expect([name, await refusal(client, `alter table ${name} disable row level security`)]).toEqual([
          name,
          '42501',
        ]);
        expect([name, await refusal(client, `drop table ${name}`)]).toEqual([name, '42501']);
        expect([name, await refusal(client, `create index on ${name} ((true))`)]).toEqual([name, '42501']);
      }
    });
  });

  test('lend postgres policies on three tables and no others', async () => {
    await asPostgres(async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select c.oid::regclass::text as name from pg_class c where c.relkind in ('r', 'p') and not c.relispartition
           and c.relnamespace::regnamespace::text in ('auth', 'realtime', 'storage')`,
      );
      const open: string[] = [];
      for (const { name } of rows) {
        const refused = await refusal(client, `create policy mine on ${name} using (true)`);
        if (refused === null) open.push(name);
      }
      expect(open.sort()).toEqual(['realtime.messages', 'storage.buckets', 'storage.objects']);
    });
  });

  test.each(['postgres', 'service_role'])(
    'keep files from being deleted by SQL, also from %s',
    async (role) => {
      await asPostgres(async (client) => {
        await client.query("insert into storage.buckets (id, name) values ('files', 'files')");
        await client.query("insert into storage.objects (bucket_id, name) values ('files', 'a.txt')");
        if (role !== 'postgres') await client.query(`set local role ${role}`);
        expect(await refusal(client, "delete from storage.objects where name = 'a.txt'")).toBe('42501');
        expect(await refusal(client, "delete from storage.buckets where id = 'files'")).toBe('42501');
      });
    },
  );
});

describe('nothing is granted by itself', () => {
  test.each([
    ['table', 'create table public.fresh (id int)', 'select * from public.fresh'],
    ['view', 'create view public.fresh as select 1 as id', 'select * from public.fresh'],
    ['sequence', 'create sequence public.fresh', "select nextval('public.fresh')"],
    [
      'schema',
      'create schema fresh; create function fresh.f() returns int language sql as $$ select 1 $$',
      'select fresh.f()',
    ],
  ])('of a new %s', async (_kind, create, use) => {
    await asPostgres(async (client) => {
      await client.query(create);
      for (const role of ['anon', 'authenticated', 'service_role']) {
        await client.query(`set local role ${role}`);
        expect([role, await refusal(client, use)]).toEqual([role, '42501']);
      }
    });
  });

  test.each(['anon', 'authenticated', 'service_role'])('%s makes nothing of its own', async (role) => {
    await asPostgres(async (client) => {
      await client.query(`set local role ${role}`);
      expect(await refusal(client, 'create schema mine')).toBe('42501');
      expect(await refusal(client, 'create table public.mine (id int)')).toBe('42501');
    });
  });
});

describe('realtime.send', () => {
  const SEND = `select realtime.send('{"n":1}'::jsonb, 'event', 'topic')`;
  const SENT = `select event, topic, private, payload ->> 'n' as n from realtime.messages`;

  test('has the hosted signature and runs as its caller', async () => {
    const sql = `select pg_get_function_arguments(oid) as arguments, prosecdef as "isDefiner" from pg_proc
      where oid = 'realtime.send'::regproc`;
    const rows = await asPostgres((client) => rowsOf(client, sql));
    const args = 'payload jsonb, event text, topic text, private boolean DEFAULT true';
    expect(rows).toEqual([{ arguments: args, isDefiner: false }]);
  });

  test('needs INSERT on realtime.messages, and turns its want into a warning', async () => {
    await asPostgres(async (client) => {
      const warnings: (string | undefined)[] = [];
      client.on('notice', ({ message }) => warnings.push(message));
      await client.query(
        'create role teller; grant teller to postgres; grant usage on schema realtime to teller',
      );
      await client.query('set local role teller');
      await client.query(SEND);
      await client.query('reset role');
      expect(warnings).toEqual(['WarnSendingBroadcastMessage: permission denied for table messages']);
      expect(await rowsOf(client, SENT)).toEqual([]);
    });
  });

  test('sends for whoever calls a definer’s function of postgres', async () => {
    await asPostgres(async (client) => {
      await client.query(
        `create function public.tell() returns void language sql security definer as $$ ${SEND} $$`,
      );
      await client.query('set local role authenticated');
      await client.query('select public.tell()');
      await client.query('reset role');
      expect(await rowsOf(client, SENT)).toEqual([{ event: 'event', topic: 'topic', private: true, n: '1' }]);
    });
  });
});

test('sessions are listed by a definer’s function of postgres, and by nobody’s own query', async () => {
  await asPostgres(async (client) => {
    await client.query(
      'create function public.count_sessions() returns bigint language sql security definer as $$ select count(*) from auth.sessions $$',
    );
    await client.query('set local role authenticated');
    expect(await refusal(client, 'select * from auth.sessions')).toBe('42501');
    expect(await rowsOf(client, 'select public.count_sessions() as n')).toEqual([{ n: '0' }]);
  });
});
