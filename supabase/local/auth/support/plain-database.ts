import { randomBytes } from 'node:crypto';

import { withClient } from '../../postgres/with-client.ts';
import { applySchema } from '../../schema/apply-schema.ts';
import type { TestServer } from '../../template.ts';

export type PlainDatabase = { adminUrl: string; drop(): Promise<void> };

/** A database with the managed schemas and no migration of any app, so that no app's trigger answers for Auth. */
export async function createPlainDatabase(server: TestServer): Promise<PlainDatabase> {
  const password = encodeURIComponent(server.passwords.supabase_admin);
  const urlOf = (database: string) =>
    `postgresql://supabase_admin:${password}@127.0.0.1:${server.port}/${database}`;
  const name = `auth_${randomBytes(6).toString('hex')}`;
  await withClient(urlOf('postgres'), (client) => client.query(`create database ${name}`));
  await applySchema(urlOf(name));
  return {
    adminUrl: urlOf(name),
    async drop() {
      await withClient(urlOf('postgres'), (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}
