import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from 'pg';
import { z } from 'zod';

const keysSchema = z.object({ passwords: z.object({ supabase_admin: z.string() }) });
const BY_THE_APP = / app_web@\S+ LOG: {2}(?:statement|execute)/g;

export type StatementCounter = {
  /** How many statements the app has sent so far, `begin` and `commit` among them. */
  count: () => number;
  close: () => Promise<void>;
};

/** Has the throw-away Postgres of this run log its statements, and counts those of the app. */
export async function countStatements(): Promise<StatementCounter> {
  const dataDir = process.env['PARLEY_E2E_DATA_DIR'] ?? '';
  const url = new URL(process.env['ADMIN_DATABASE_URL'] ?? '');
  url.username = 'supabase_admin';
  url.password = keysSchema.parse(
    JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')),
  ).passwords.supabase_admin;
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  await admin.query("alter system set log_statement = 'all'");
  await admin.query('select pg_reload_conf()');
  const log = join(dataDir, 'postgres.log');
  return {
    count: () => readFileSync(log, 'utf8').match(BY_THE_APP)?.length ?? 0,
    close: async () => {
      await admin.query('alter system reset log_statement');
      await admin.query('select pg_reload_conf()');
      await admin.end();
    },
  };
}
