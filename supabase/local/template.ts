import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';

import type { LoginRole } from './context.ts';
import { createKeys } from './keys.ts';
import { applyMigrations } from './migrations.ts';
import { startPostgres } from './postgres/start-postgres.ts';
import { withClient } from './postgres/with-client.ts';
import { applySchema, setPasswords } from './schema/apply-schema.ts';
import { createTestFolder, sweepTestFolders } from './test-folders.ts';

const TEMPLATE = 'parley_template';

/** Plain data, so that a vitest globalSetup can `provide` it to its workers. */
export type TestServer = { port: number; passwords: Record<LoginRole, string> };

export type TestDatabase = {
  name: string;
  /** Superuser supabase_admin. */
  adminUrl: string;
  /** The hosted-like postgres, which runs migrations. */
  postgresUrl: string;
  /** Role app_web, as the app's DATABASE_URL. */
  webUrl: string;
  /** Role app_worker. */
  workerUrl: string;
  /** Ends every connection to it and removes it. Safe to repeat. */
  drop(): Promise<void>;
};

export type TestPostgres = TestServer & {
  /** Superuser on the empty database `postgres`. */
  adminUrl: string;
  clone(): Promise<TestDatabase>;
  stop(): Promise<void>;
};

function urlOf(server: TestServer, role: LoginRole, database: string): string {
  return `postgresql://${role}:${encodeURIComponent(server.passwords[role])}@127.0.0.1:${server.port}/${database}`;
}

/**
 * Makes the template database: managed schemas, and the migrations of `migrationsDir` when given. Roles are
 * cluster-wide: those that migrations create get their passwords here.
 */
export async function createTemplate(server: TestServer, migrationsDir?: string): Promise<void> {
  const maintenance = urlOf(server, 'supabase_admin', 'postgres');
  await withClient(maintenance, async (client) => {
    await client.query(`create database ${TEMPLATE}`);
  });
  const adminUrl = urlOf(server, 'supabase_admin', TEMPLATE);
  await applySchema(adminUrl);
  await setPasswords(adminUrl, server.passwords);
  if (migrationsDir !== undefined) {
    await applyMigrations({ url: urlOf(server, 'postgres', TEMPLATE), dir: migrationsDir });
    await setPasswords(adminUrl, server.passwords);
  }
  await withClient(maintenance, async (client) => {
    // A template with a connection cannot be copied.
    await client.query(`alter database ${TEMPLATE} with is_template true allow_connections false`);
  });
}

/** A database of its own for one test file, copied from the template in about 0.1 s. */
export async function cloneDatabase(
  server: TestServer,
  name = `t_${randomBytes(6).toString('hex')}`,
): Promise<TestDatabase> {
  const maintenance = urlOf(server, 'supabase_admin', 'postgres');
  await withClient(maintenance, async (client) => {
    const quoted = client.escapeIdentifier(name);
    await client.query(`create database ${quoted} template ${TEMPLATE} owner postgres`);
    // `alter database … set` of the template is not copied along with it.
    await client.query(
      `insert into pg_db_role_setting (setdatabase, setrole, setconfig)
       select copy.oid, setting.setrole, setting.setconfig
       from pg_db_role_setting setting
       join pg_database template on template.oid = setting.setdatabase and template.datname = $1
       join pg_database copy on copy.datname = $2`,
      [TEMPLATE, name],
    );
  });
  return {
    name,
    adminUrl: urlOf(server, 'supabase_admin', name),
    postgresUrl: urlOf(server, 'postgres', name),
    webUrl: urlOf(server, 'app_web', name),
    workerUrl: urlOf(server, 'app_worker', name),
    drop: async () => {
      await withClient(maintenance, async (client) => {
        await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
      });
    },
  };
}

/**
 * A throw-away Postgres in a temporary folder, fsync off, with the template made. For a vitest globalSetup: start it
 * once, `provide` its `port` and `passwords`, and call `cloneDatabase` in the workers.
 */
export async function startTestPostgres(options: { migrationsDir?: string } = {}): Promise<TestPostgres> {
  await sweepTestFolders();
  const dataDir = await createTestFolder();
  const { passwords } = createKeys();
  const remove = async (): Promise<void> => {
    await rm(dataDir, { recursive: true, force: true });
  };
  let postgres;
  try {
    postgres = await startPostgres({ dataDir, passwords, fsync: false });
  } catch (error) {
    await remove();
    throw error;
  }
  const { port, adminUrl } = postgres;
  const stop = async (): Promise<void> => {
    await postgres.stop();
    await remove();
  };
  const server: TestServer = { port, passwords };
  try {
    await createTemplate(server, options.migrationsDir);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...server, adminUrl, clone: async () => await cloneDatabase(server), stop };
}
