import { Pool, type QueryResultRow } from 'pg';
import { inject } from 'vitest';

import { pool } from '@/lib/core/db';

import { cloneDatabase } from '../../supabase/local/template.ts';

export type TestDb = {
  /** Runs a statement as the superuser: for arranging and looking, never for the act under test. */
  admin: <R extends QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>;
  adminUrl: string;
  postgresUrl: string;
  webUrl: string;
  close: () => Promise<void>;
};

/**
 * A database of its own for one test file, and the environment of the app pointed at it, so that commands run as they do
 * in the web server. Call in `beforeAll`, `close` in `afterAll`: it ends the
 * connections; the database goes with the throw-away server, since a forced drop would cut sockets that are still closing.
 */
export async function openDatabase(environment: Record<string, string> = {}): Promise<TestDb> {
  const database = await cloneDatabase(inject('postgres'));
  Object.assign(process.env, {
    APP_URL: 'http://localhost:3000',
    DATABASE_URL: database.webUrl,
    SUPABASE_URL: 'http://127.0.0.1:9',
    SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_for_tests_only',
    SUPABASE_SECRET_KEY: 'sb_secret_for_tests_only_xxx',
    SEND_EMAIL_HOOK_SECRET: 'v1,whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
    MAIL_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'Parley <no-reply@parley.localhost>',
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    ...environment,
  });
  const admin = new Pool({ connectionString: database.adminUrl, max: 2 });
  return {
    adminUrl: database.adminUrl,
    postgresUrl: database.postgresUrl,
    webUrl: database.webUrl,
    admin: async <R extends QueryResultRow>(text: string, values?: unknown[]) => {
      const { rows } = await admin.query<R>(text, values);
      return rows;
    },
    close: async () => {
      await admin.end();
      await pool().end();
    },
  };
}
