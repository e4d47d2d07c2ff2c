import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Instance, startInstance } from './instance.ts';

export type TestInstance = Instance & { dataDir: string; stop: () => Promise<void> };

export type TestInstanceOptions = {
  limits: 'hosted' | 'relaxed';
  fsync: boolean;
  say: (message: string) => void;
};

/**
 * An instance on a data folder and ports of its own, always with the embedded stack, whatever the environment
 * names. `stop` deletes the folder.
 */
export async function startTestInstance({ limits, fsync, say }: TestInstanceOptions): Promise<TestInstance> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const starting = startInstance({
    dataDir,
    mode: 'production',
    env: { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' },
    host: '127.0.0.1',
    port: null,
    limits,
    fsync,
    lan: null,
    // Tests of calls that go through a relay bring their own, and the others shall not wait for one.
    startsRelay: false,
    say,
    onLine: () => {},
  });
  const instance = await starting.ready;
  return {
    ...instance,
    dataDir,
    stop: async () => {
      await instance.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Where the instance is, for programs that run beside it. */
export function instanceEnv(instance: Instance, dataDir: string): Record<string, string | undefined> {
  return {
    PARLEY_E2E_URL: instance.url,
    PARLEY_E2E_INBOX_URL: instance.inboxUrl,
    PARLEY_E2E_DATA_DIR: dataDir,
    ADMIN_DATABASE_URL: instance.adminDatabaseUrl,
    DATABASE_URL: instance.env['DATABASE_URL'],
    SUPABASE_URL: instance.env['SUPABASE_URL'],
    SUPABASE_PUBLISHABLE_KEY: instance.env['SUPABASE_PUBLISHABLE_KEY'],
    SUPABASE_SECRET_KEY: instance.env['SUPABASE_SECRET_KEY'],
    DEMO_PEOPLE: instance.demoPeople,
  };
}
