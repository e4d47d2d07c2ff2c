import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Pool } from 'pg';

import { type Cleanup, createCleanup } from './cleanup.ts';
import type { LimitsProfile, Log, StackConfig, StackContext, StackKeys } from './context.ts';
import { ensureDataDir, lockDataDir, writePrivateFile } from './data-dir.ts';
import { migrateDataDir } from './data-layout.ts';
import { followKeys } from './follow-keys.ts';
import { loadKeys } from './keys.ts';
import { createLog } from './log.ts';
import { applyMigrations } from './migrations.ts';
import { demandPort } from './ports.ts';
import { keepPostgres, type KeptPostgres } from './postgres/keep-running.ts';
import type { ProjectConfig } from './project-config.ts';
import type { Faults } from './realtime/faults.ts';
import { applySchema, setPasswords } from './schema/apply-schema.ts';

export type StackOptions = {
  dataDir: string;
  /** Ports on 127.0.0.1. One that is given must be free; else the usual one is taken, or the next free. */
  gatewayPort?: number | undefined;
  dbPort?: number | undefined;
  smtpPort?: number | undefined;
  /** Default `hosted`. */
  profile?: LimitsProfile | undefined;
  /** Folder of migrations to apply. */
  migrationsDir?: string | undefined;
  siteUrl?: string | undefined;
  redirectUrls?: readonly string[] | undefined;
  emailHookUrl?: string | null | undefined;
  mailFrom?: string | undefined;
  /** Sign-in by Google, or by what speaks as it does. */
  google?: StackConfig['google'];
  /** The project's settings, as `readProjectConfig` reads them; default: those of a new hosted project. */
  project?: ProjectConfig | undefined;
  /** Auth counts requests and mails as hosted; default false, because here everyone shares one address. */
  authLimits?: boolean | undefined;
  /** Realtime refuses public topics, as a hosted project can be set to. */
  privateChannelsOnly?: boolean | undefined;
  /** Puts the fault switches of Realtime under `/faults/realtime`, for tests in other processes. */
  faultEndpoint?: boolean | undefined;
  /** False only where the data may be lost, as in tests. */
  fsync?: boolean | undefined;
  /** Told of warnings and errors, one line each; default: standard error. */
  alarm?: ((line: string) => void) | undefined;
};

export type RunningStack = {
  /** Variables for the app (DATABASE_URL, SUPABASE_URL, keys, mail) and ADMIN_DATABASE_URL for scripts. */
  env: Record<string, string>;
  /** Superuser supabase_admin. */
  adminUrl: string;
  /** The hosted-like postgres, owner of what migrations make. */
  postgresUrl: string;
  /** The web server's DATABASE_URL, role app_web. */
  webUrl: string;
  workerUrl: string;
  gatewayUrl: string;
  inboxUrl: string;
  smtpPort: number;
  dbPort: number;
  keys: StackKeys;
  /** What tests may let Realtime do wrong; all off. */
  faults: Faults;
  /** Versions of the migrations that this start applied. */
  applied: string[];
  /** Stops everything: first the services, then Postgres with all that talks to it. Safe to repeat. */
  stop: () => Promise<void>;
};

const USUAL_DB_PORT = 24_322;

async function prepareDatabase(
  postgres: KeptPostgres,
  keys: StackKeys,
  migrationsDir: string | undefined,
  log: Log,
): Promise<string[]> {
  const { changed } = await applySchema(postgres.adminUrl);
  if (changed) log('info', 'managed schemas brought up to date');
  await setPasswords(postgres.adminUrl, keys.passwords);
  if (migrationsDir === undefined) return [];
  const result = await applyMigrations({ url: postgres.urlFor('postgres'), dir: migrationsDir });
  if (result.applied.length > 0) {
    log('info', 'migrations applied', { versions: result.applied });
    // The app's own roles come with its migrations, without a password.
    await setPasswords(postgres.adminUrl, keys.passwords);
  }
  if (result.changed.length > 0) {
    log(
      'warn',
      'migrations were edited after they were applied; "npm run reset" starts over with the new text',
      {
        versions: result.changed,
      },
    );
  }
  return result.applied;
}

function openPool(adminUrl: string, log: Log): Pool {
  const pool = new Pool({ connectionString: adminUrl, max: 20, application_name: 'parley stack' });
  // An idle connection that breaks is replaced at its next use; unheard, its error would end the process.
  pool.on('error', (error) => {
    if (pool.ending) return;
    log('warn', 'database connection lost', { error: String(error) });
  });
  return pool;
}

/**
 * Starts the whole embedded Supabase on loopback: Postgres, schemas, migrations, mail catcher, gateway with its services.
 * Takes the data folder for itself; restarts Postgres should it end; keeps what is in the folder.
 * @throws Error in words for the person who starts it; whatever had started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  if (options.project?.google === true && options.google === undefined) {
    throw new Error('config.toml switches sign-in by Google on: the stack needs its issuer and client, too');
  }
  const dataDir = await ensureDataDir(options.dataDir);
  const lock = await lockDataDir(dataDir);
  const alarm = options.alarm ?? ((line: string) => process.stderr.write(`${line}\n`));
  const log = createLog(dataDir, alarm);
  const cleanup = createCleanup(log);
  cleanup.add(lock.release);
  try {
    return await startParts(dataDir, options, log, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function startParts(
  dataDir: string,
  options: StackOptions,
  log: Log,
  cleanup: Cleanup,
): Promise<RunningStack> {
  const stackFile = join(dataDir, 'stack.json');
  await rm(stackFile, { force: true });
  await migrateDataDir(dataDir);
  const keys = await loadKeys(dataDir);
  const stopFollowing = followKeys(dataDir, keys, log);
  cleanup.add(async () => stopFollowing());
  const { gatewayPort, smtpPort } = options;
  if (gatewayPort !== undefined) await demandPort(gatewayPort, 'gateway');
  if (smtpPort !== undefined) await demandPort(smtpPort, 'mail catcher');
  // Read while Postgres starts, which takes as long.
  const loading = import('./start-services.ts');
  const postgres = await keepPostgres(
    {
      dataDir,
      passwords: keys.passwords,
      ...(options.dbPort === undefined ? { preferredPort: USUAL_DB_PORT } : { port: options.dbPort }),
      fsync: options.fsync ?? true,
    },
    log,
  );
  cleanup.add(postgres.stop);
  const applied = await prepareDatabase(postgres, keys, options.migrationsDir, log);

  const pool = openPool(postgres.adminUrl, log);
  // With the server, which ends what still runs; nobody is left to give back a connection that was kept.
  cleanup.addBeside(async () => {
    await Promise.race([pool.end(), delay(500, undefined, { ref: false })]);
  });

  const { startServices } = await loading;
  const { adminUrl } = postgres;
  const { context, realtime } = await startServices(
    options,
    { dataDir, pool, adminUrl, dbPort: postgres.port, keys, log },
    cleanup,
  );

  const described = describe(context, postgres);
  const pids = { stack: process.pid };
  await writePrivateFile(
    stackFile,
    `${JSON.stringify({ pids, profile: context.config.profile, ...described }, null, 2)}\n`,
  );
  cleanup.add(async () => {
    await rm(stackFile, { force: true });
  });
  log('info', 'stack is ready', {
    gateway: context.publicUrl,
    dbPort: postgres.port,
    smtpPort: context.config.smtpPort,
  });
  return { ...described, keys, applied, faults: realtime.faults, stop: cleanup.run };
}

function describe(
  { publicUrl, keys, config }: StackContext,
  postgres: KeptPostgres,
): Omit<RunningStack, 'keys' | 'applied' | 'faults' | 'stop'> {
  const inboxUrl = `${publicUrl}/inbox`;
  return {
    adminUrl: postgres.adminUrl,
    postgresUrl: postgres.urlFor('postgres'),
    webUrl: postgres.urlFor('app_web'),
    workerUrl: postgres.urlFor('app_worker'),
    gatewayUrl: publicUrl,
    inboxUrl,
    smtpPort: config.smtpPort,
    dbPort: postgres.port,
    env: {
      DATABASE_URL: postgres.urlFor('app_web'),
      ADMIN_DATABASE_URL: postgres.urlFor('postgres'),
      SUPABASE_URL: publicUrl,
      SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
      SUPABASE_SECRET_KEY: keys.secretKey,
      SEND_EMAIL_HOOK_SECRET: keys.hookSecret,
      MAIL_URL: `smtp://127.0.0.1:${config.smtpPort}`,
      MAIL_FROM: config.mailFrom,
      PARLEY_INSTANCE: keys.instanceId,
      INBOX_URL: inboxUrl,
    },
  };
}
