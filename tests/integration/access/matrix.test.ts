import { randomUUID } from 'node:crypto';

import { DatabaseError } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { pool } from '@/lib/core/db';
import { INSERTS } from '@/supabase/tests/insert-cases';
import { PERSONAS, type Persona } from '@/supabase/tests/personas';
import { ROWS } from '@/supabase/tests/row-cases';
import { openDatabase, type TestDb } from '@/tests/support/database';

import { furnishHouse, type Resident } from './house';

let db: TestDb;
let house: Record<Persona, Resident>;
beforeAll(async () => {
  db = await openDatabase();
  house = await furnishHouse(db);
});
afterAll(() => db.close());

const NO_RIGHT = '42501';
const NOT_A_MEMBER = new Set(['PA005', 'PA010']);

/** Runs one statement as a persona and undoes it. @returns rows touched; 0 when refused. */
async function attempt(who: Persona, statement: string): Promise<number> {
  const { person, names } = house[who];
  const text = statement.replaceAll(/:(\w+)/g, (token, name: string) => {
    if (name === 'new') return `'${randomUUID()}'::uuid`;
    return names[name] === undefined ? token : `'${names[name]}'::uuid`;
  });
  const client = await pool().connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`, [
      JSON.stringify(person?.claims ?? { role: 'anon' }),
      person ? 'authenticated' : 'anon',
    ]);
    const result = await client.query(text);
    return result.rowCount ?? 0;
  } catch (thrown) {
    if (thrown instanceof DatabaseError && (thrown.code === NO_RIGHT || NOT_A_MEMBER.has(thrown.code ?? '')))
      return 0;
    throw thrown;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

async function whoCan(statement: string): Promise<Persona[]> {
  const able: Persona[] = [];
  for (const who of PERSONAS) if ((await attempt(who, statement)) > 0) able.push(who);
  return able;
}

describe('the access matrix', () => {
  for (const { table, row, where, select, update, delete: remove } of ROWS) {
    it(`${table}, ${row}: read, change, delete`, async () => {
      expect(await whoCan(`select from ${table} where ${where}`), 'who reads').toEqual(select);
      expect(await whoCan(`update ${table} set ${update[0]} where ${where}`), 'who changes').toEqual(
        update[1],
      );
      expect(await whoCan(`delete from ${table} where ${where}`), 'who deletes').toEqual(remove);
    });
  }
  for (const { table, row, columns, values, by } of INSERTS) {
    it(`${table}, ${row}: insert`, async () => {
      expect(await whoCan(`insert into ${table} (${columns}) values (${values})`)).toEqual(by);
    });
  }

  it('names every table there is', async () => {
    const tables = await db.admin<{ name: string }>(
      `select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') order by 1`,
    );
    const names = tables.map(({ name }) => name).sort();
    expect([...new Set(ROWS.map(({ table }) => table))].sort()).toEqual(names);
    expect([...new Set(INSERTS.map(({ table }) => table))].sort()).toEqual(names);
  });
});
