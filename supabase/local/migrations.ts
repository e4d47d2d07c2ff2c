import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Client, DatabaseError } from 'pg';

import { withClient } from './postgres/with-client.ts';
import { splitSql, type SqlStatement } from './sql-statements.ts';

export type MigrationResult = {
  /** Versions applied by this call, in order. */
  applied: string[];
  /** Versions applied earlier whose file reads differently now: the database still has the old text. */
  changed: string[];
};

type Migration = { version: string; name: string; file: string; sql: string };
type Recorded = { version: string; statements: string[] | null };

const FILE_NAME = /^(\d+)_(.+)\.sql$/;
const TRANSACTION_CONTROL =
  /^(?:begin|commit|rollback|end|abort|start\s+transaction|prepare\s+transaction)\b/i;

// The layout of the supabase CLI, so that `supabase migration list` and `db push` agree with what stands here.
const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text not null primary key, statements text[], name text
  )`;

async function readMigrations(dir: string): Promise<Migration[]> {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.sql')).sort();
  const seen = new Map<string, string>();
  return await Promise.all(
    files.map(async (file) => {
      const [, version, name] = FILE_NAME.exec(file) ?? [];
      if (version === undefined || name === undefined) {
        throw new Error(`${file}: a migration is named <timestamp>_<name>.sql`);
      }
      const twin = seen.get(version);
      if (twin !== undefined) throw new Error(`${file} and ${twin} have the same version`);
      seen.set(version, file);
      return { version, name, file, sql: await readFile(join(dir, file), 'utf8') };
    }),
  );
}

function explain(error: unknown, migration: Migration, statement: SqlStatement, dir: string): Error {
  const path = join(dir, migration.file);
  if (!(error instanceof DatabaseError)) {
    const message = error instanceof Error ? error.message : String(error);
    return new Error(`${path}:${statement.line}: ${message}`, { cause: error });
  }
  const before = statement.text.slice(0, Math.max(0, Number(error.position ?? 1) - 1));
  const line = statement.line + before.split('\n').length - 1;
  const more = [
    error.detail === undefined ? null : `Detail: ${error.detail}`,
    error.hint === undefined ? null : `Hint: ${error.hint}`,
    error.where === undefined ? null : `Context: ${error.where}`,
  ].filter((part) => part !== null);
  const code = error.code ?? 'error';
  return new Error([`${path}:${line}: ${error.message} (${code})`, ...more].join('\n  '), { cause: error });
}

async function applyOne(client: Client, migration: Migration, dir: string): Promise<void> {
  const statements = splitSql(migration.sql);
  await client.query('begin');
  try {
    for (const statement of statements) {
      try {
        if (TRANSACTION_CONTROL.test(statement.text)) {
          throw new Error('a migration is one transaction already; leave begin and commit out');
        }
        await client.query(statement.text);
      } catch (error) {
        throw explain(error, migration, statement, dir);
      }
    }
    await client.query('reset role');
    await client.query(
      'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)',
      [migration.version, migration.name, statements.map(({ text }) => text)],
    );
    await client.query('commit');
  } catch (error) {
    // The connection may be gone; then the server has rolled back by itself, and the first error is the one to tell.
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.query('reset role; reset all').catch(() => undefined);
  }
}

function checkHistory(recorded: Recorded[], migrations: Migration[]): void {
  const local = new Set(migrations.map(({ version }) => version));
  const unknown = recorded.filter(({ version }) => !local.has(version)).map(({ version }) => version);
  if (unknown.length > 0) {
    throw new Error(
      `The database has migrations that this checkout lacks: ${unknown.join(', ')}. Update the checkout, or start over with "npm run reset".`,
    );
  }
  const last = recorded.at(-1)?.version;
  const done = new Set(recorded.map(({ version }) => version));
  const late = migrations.find(({ version }) => !done.has(version) && last !== undefined && version < last);
  if (late !== undefined) {
    throw new Error(
      `${late.file} sorts before ${last ?? ''}, which is applied already; give it a later timestamp`,
    );
  }
}

// What may stand between two statements. Block comments are left to the slow way.
const GAP = /(?:\s|;|--.*)*/y;

function endOfGap(sql: string, start: number): number {
  GAP.lastIndex = start;
  return start + (GAP.exec(sql)?.[0].length ?? 0);
}

/** Whether a file is these statements one after the other, found without reading what is in them: most starts end here. */
function consistsOf(sql: string, statements: string[]): boolean {
  let at = endOfGap(sql, 0);
  for (const text of statements) {
    if (!sql.startsWith(text, at)) return false;
    at = endOfGap(sql, at + text.length);
  }
  return at === sql.length;
}

function isSame(recorded: string[], sql: string): boolean {
  if (consistsOf(sql, recorded)) return true;
  // The CLI keeps the comments before a statement in its record; what runs is the same.
  const old = recorded.flatMap((text) => splitSql(text));
  const current = splitSql(sql);
  return old.length === current.length && old.every(({ text }, index) => text === current[index]?.text);
}

function changedSince(recorded: Recorded[], migrations: Migration[]): string[] {
  const now = new Map(migrations.map(({ version, sql }) => [version, sql]));
  return recorded
    .filter(({ version, statements }) => {
      const current = now.get(version);
      return statements !== null && current !== undefined && !isSame(statements, current);
    })
    .map(({ version }) => version);
}

/**
 * Applies the migrations of `dir` that the database does not have yet, in order, each file in one transaction, and
 * records them as the supabase CLI does. Runs one at a time per database; safe to repeat. `url` logs in as `postgres`.
 * @throws Error with file, line and Postgres's detail; files before the failing one stay applied, it leaves nothing.
 */
export async function applyMigrations({ url, dir }: { url: string; dir: string }): Promise<MigrationResult> {
  const migrations = await readMigrations(dir);
  return await withClient(url, async (client) => {
    // Of the session, so it also ends with the connection.
    await client.query("select pg_advisory_lock(hashtextextended('supabase_migrations', 0))");
    await client.query(HISTORY);
    const { rows: recorded } = await client.query<Recorded>(
      // As JSON, which is read many times faster than an array.
      'select version, to_json(statements) as statements from supabase_migrations.schema_migrations order by version',
    );
    checkHistory(recorded, migrations);
    const done = new Set(recorded.map(({ version }) => version));
    const applied: string[] = [];
    for (const migration of migrations.filter(({ version }) => !done.has(version))) {
      await applyOne(client, migration, dir);
      applied.push(migration.version);
    }
    return { applied, changed: changedSince(recorded, migrations) };
  });
}
