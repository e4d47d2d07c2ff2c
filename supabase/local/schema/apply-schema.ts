import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Client, DatabaseError } from 'pg';

import type { LoginRole } from '../context.ts';
import { withClient } from '../postgres/with-client.ts';

const FILES = ['roles.sql', 'auth.sql', 'realtime.sql', 'storage.sql'];

type SchemaFile = { name: string; sql: string };

async function readSchema(): Promise<SchemaFile[]> {
  return await Promise.all(
    FILES.map(async (name) => ({
      name,
      sql: await readFile(join(import.meta.dirname, name), 'utf8'),
    })),
  );
}

function versionOf(files: SchemaFile[]): string {
  const hash = createHash('sha256');
  for (const { name, sql } of files) hash.update(`${name}\0${sql}\0`);
  return hash.digest('hex').slice(0, 16);
}

async function appliedVersion(client: Client): Promise<string | null> {
  const known = await client.query<{ layout: string | null }>(
    "select to_regclass('supabase_local.layout') as layout",
  );
  if (known.rows[0]?.layout === null) return null;
  const row = await client.query<{ version: string }>('select version from supabase_local.layout');
  return row.rows[0]?.version ?? null;
}

async function applyFile(client: Client, { name, sql }: SchemaFile): Promise<void> {
  try {
    await client.query(sql);
    // A file may switch roles (`set role`) to own what it makes; the next one starts as the superuser again.
    await client.query('reset role; reset all');
  } catch (error) {
    const position = error instanceof DatabaseError ? Number(error.position ?? 0) : 0;
    const line = sql.slice(0, position).split('\n').length;
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`schema/${name}, line ${line}: ${message}`, { cause: error });
  }
}

/**
 * Brings the managed schemas (roles, auth, realtime, storage) of one database to the version of these files, in one
 * transaction; does nothing when it has that version. Needs the superuser's connection string.
 */
export async function applySchema(adminUrl: string): Promise<{ version: string; changed: boolean }> {
  const files = await readSchema();
  const version = versionOf(files);
  return await withClient(adminUrl, async (client) => {
    if ((await appliedVersion(client)) === version) return { version, changed: false };
    await client.query('begin');
    for (const file of files) await applyFile(client, file);
    await client.query(
      `insert into supabase_local.layout (version) values ($1)
       on conflict (only_row) do update set version = excluded.version, applied_at = now()`,
      [version],
    );
    await client.query('commit');
    return { version, changed: true };
  });
}

/**
 * Gives the given roles their passwords and the right to log in. Roles that do not exist are left out: the app's own
 * come with its migrations.
 */
export async function setPasswords(
  adminUrl: string,
  passwords: Partial<Record<LoginRole, string>>,
): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const roles = Object.keys(passwords);
    const known = await client.query<{ role: string }>(
      'select rolname as role from pg_roles where rolname = any ($1)',
      [roles],
    );
    const statements = Object.entries(passwords)
      .filter(([role]) => known.rows.some((row) => row.role === role))
      .map(
        ([role, password]) =>
          `alter role ${client.escapeIdentifier(role)} login password ${client.escapeLiteral(password)}`,
      );
    // One query is one transaction, which is written to the disk once.
    await client.query(statements.join(';'));
  });
}
