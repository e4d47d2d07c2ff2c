import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClient } from '@supabase/supabase-js';
import { importJWK, SignJWT } from 'jose';
import { Pool } from 'pg';

import { createPlainDatabase } from '../../auth/support/plain-database.ts';
import type { StackContext, StackKeys } from '../../context.ts';
import { createGateway, type Gateway } from '../../gateway/create-gateway.ts';
import { createKeys } from '../../keys.ts';
import { withClient } from '../../postgres/with-client.ts';
import type { TestServer } from '../../template.ts';
import { testConfig } from '../../testing/test-config.ts';
import { createStorage, type StorageOptions } from '../create-storage.ts';

type Client = ReturnType<typeof createClient>;

/** Storage behind the real gateway, on a database and in a folder of its own, with a clock that tests move. */
export type StorageStack = {
  url: string;
  keys: StackKeys;
  pool: Pool;
  /** The folder that holds the files. */
  folder: string;
  /** Warnings and errors. */
  logged: string[];
  /** Paths of the requests that have ended. */
  answered: string[];
  /** What a browser has before anyone signs in. */
  anon(): Client;
  /** Signed in as this person. */
  person(id: string): Promise<Client>;
  /** With the secret key. */
  admin(): Client;
  /** A request that no client library would make. */
  request(path: string, init?: RequestInit): Promise<Response>;
  tokenOf(id: string, claims?: Record<string, unknown>): Promise<string>;
  /** Seconds that the server's clock is ahead. */
  advance(seconds: number): void;
  /** Stops the service and starts it anew over the same folder and database, on another port. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export const ann = '0a7a6c3e-5a6b-4b0e-9d0f-000000000001';
export const bob = '0a7a6c3e-5a6b-4b0e-9d0f-000000000002';

async function mint(keys: StackKeys, claims: Record<string, unknown>): Promise<string> {
  return await new SignJWT({ role: 'authenticated', aud: 'authenticated', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: keys.signingKey.kid, typ: 'JWT' })
    .setExpirationTime('10m')
    .sign(await importJWK(keys.signingKey, 'ES256'));
}

/**
 * @param sql runs as the hosted-like postgres, as a migration would: buckets and policies
 * @param options.databasePort where the service reaches Postgres, should it not be the server's own port
 */
export async function startStorageStack(
  server: TestServer,
  sql = '',
  { databasePort = server.port, ...options }: Partial<StorageOptions> & { databasePort?: number } = {},
): Promise<StorageStack> {
  const database = await createPlainDatabase(server);
  const asPostgres = new URL(database.adminUrl);
  asPostgres.username = 'postgres';
  asPostgres.password = server.passwords.postgres;
  if (sql !== '') await withClient(asPostgres.href, async (client) => await client.query(sql));
  const asAdmin = new URL(database.adminUrl);
  asAdmin.port = String(databasePort);
  const pool = new Pool({ connectionString: asAdmin.href, max: 8 });
  pool.on('error', () => undefined);
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-storage-'));
  const keys = createKeys();
  const logged: string[] = [];
  const answered: string[] = [];
  let aheadMs = 0;
  let gateway: Gateway | undefined;

  const now = (): Date => new Date(Date.now() + aheadMs);

  const log: StackContext['log'] = (level, message, fields) => {
    if (message === 'request') answered.push(String(fields?.['path']));
    if (level !== 'info') logged.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`);
  };

  const serve = async (): Promise<Gateway> => {
    const started = await createGateway({ port: 0, keys, log });
    const context = {
      pool,
      adminUrl: database.adminUrl,
      publicUrl: started.url,
      keys,
      config: testConfig,
      log,
    };
    const service = createStorage(context, { dataDir, fsync: false, now, ...options });
    started.mount({ prefix: '/storage/v1', service, access: 'public', open: 'all', maxBodyBytes: null });
    await service.ready();
    return started;
  };
  gateway = await serve();

  const current = (): Gateway => {
    if (gateway === undefined) throw new Error('The storage stack is not running');
    return gateway;
  };
  const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
  const tokenOf: StorageStack['tokenOf'] = async (id, claims = {}) =>
    await mint(keys, { sub: id, ...claims });

  return {
    get url() {
      return current().url;
    },
    keys,
    pool,
    folder: join(dataDir, 'storage'),
    logged,
    answered,
    anon: () => createClient(current().url, keys.publishableKey, { auth }),
    admin: () => createClient(current().url, keys.secretKey, { auth }),
    async person(id) {
      const token = await tokenOf(id);
      return createClient(current().url, keys.publishableKey, { accessToken: async () => token });
    },
    async request(path, init = {}) {
      return await fetch(`${current().url}/storage/v1${path}`, { redirect: 'manual', ...init });
    },
    tokenOf,
    advance(seconds) {
      aheadMs += seconds * 1000;
    },
    async restart() {
      await current().stop();
      gateway = await serve();
    },
    async close() {
      await current().stop();
      await pool.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Outcome = { data: unknown; error: { message: string } | null };
type Success<R extends Outcome> = [Extract<R, { error: null }>] extends [never]
  ? R['data']
  : Extract<R, { error: null }>['data'];

/** The data of a call that must succeed; else fails with the error's own words. */
export function must<R extends Outcome>(result: R): Success<R> {
  if (result.error) throw new Error(result.error.message);
  return result.data;
}
