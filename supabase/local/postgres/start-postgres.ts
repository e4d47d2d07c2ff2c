import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { LoginRole } from '../context.ts';
import { ensureDataDir } from '../data-dir.ts';
import { pickPort } from '../ports.ts';
import { findBinaries } from './binaries.ts';
import { createCluster } from './create-cluster.ts';
import { clearOrphan, signal, stopPostmaster } from './orphan.ts';
import { chooseRunAs, handOver, type RunAs } from './run-as.ts';

export type PostgresOptions = {
  /** The stack's data folder; the cluster lives in its subfolder `postgres`, the log in `postgres.log`. */
  dataDir: string;
  passwords: Record<LoginRole, string>;
  /** Must be free. Without it one below 32768 is chosen, `preferredPort` if that is free. */
  port?: number;
  preferredPort?: number;
  /** Off only for throw-away clusters of tests: a crash of the machine may destroy the data. Default true. */
  fsync?: boolean;
};

export type RunningPostgres = {
  port: number;
  pid: number;
  /** Superuser `supabase_admin` on the database `postgres`. */
  adminUrl: string;
  urlFor: (role: LoginRole, database?: string) => string;
  /** Resolves when the server has ended, by `stop()` or by itself. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Fast shutdown; immediate after 6 s. Safe to repeat. */
  stop: () => Promise<void>;
};

const LOG_LIMIT_BYTES = 5_000_000;
const START_TIMEOUT_MS = 60_000;

function settings(port: number, fsync: boolean): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // Socket paths are limited to 107 bytes and would open a second door.
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '200',
    shared_buffers: '64MB',
    max_wal_size: '512MB',
    wal_level: 'logical',
    max_wal_senders: '10',
    max_replication_slots: '10',
    // A forgotten slot must not fill the disk.
    max_slot_wal_keep_size: '512MB',
    fsync: fsync ? 'on' : 'off',
    full_page_writes: fsync ? 'on' : 'off',
    // Also without fsync: a commit then outlives a kill -9 of Postgres, though not a crash of the machine.
    synchronous_commit: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    log_checkpoints: 'off',
    cluster_name: 'parley',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function openLog(path: string): Promise<Awaited<ReturnType<typeof open>>> {
  const size = await stat(path).then(
    (entry) => entry.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(path, `${path}.1`);
  return await open(path, 'a', 0o600);
}

type Launched = { child: ChildProcess; exited: RunningPostgres['exited']; logPath: string; logStart: number };

async function launch(program: string, args: string[], runAs: RunAs, dataDir: string): Promise<Launched> {
  const logPath = join(dataDir, 'postgres.log');
  const log = await openLog(logPath);
  try {
    const logStart = (await log.stat()).size;
    const [command = program, ...rest] = [...runAs.prefix, program, ...args];
    const identity =
      runAs.uid === undefined || runAs.gid === undefined ? {} : { uid: runAs.uid, gid: runAs.gid };
    // Its own process group: Ctrl-C in the terminal is for us to pass on, after the services have stopped.
    const child = spawn(command, rest, {
      cwd: join(dataDir, 'postgres'),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...identity,
    });
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      child.once('error', () => {
        resolve({ code: -1, signal: null });
      });
      child.once('exit', (code, by) => {
        resolve({ code, signal: by });
      });
    });
    return { child, exited, logPath, logStart };
  } finally {
    await log.close();
  }
}

/** True when ready, false when the server ended first. */
async function waitUntilReady(clusterDir: string, launched: Launched): Promise<boolean> {
  const { child } = launched;
  const end = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < end) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    const lines = (await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    // Line 1 is the process id, line 8 the state ("starting", "ready   ").
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await delay(15);
  }
  return false;
}

async function logTail(launched: Launched): Promise<string> {
  const text = await readFile(launched.logPath).catch(() => Buffer.alloc(0));
  return text.subarray(launched.logStart).toString('utf8').trim().split('\n').slice(-12).join('\n');
}

const RETRY_PORT = /could not bind|address already in use/i;
// Children of a killed postmaster need a moment to notice; until then its shared memory counts as in use.
const RETRY_LATER = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/i;

/**
 * Starts the embedded Postgres, creating its cluster on the first start, and returns when it accepts connections.
 * Works as root and not; a server left over by a killed process is stopped first.
 * @throws Error with the end of Postgres's log when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = await ensureDataDir(options.dataDir);
  const clusterDir = join(dataDir, 'postgres');
  const fsync = options.fsync ?? true;
  const binaries = findBinaries();
  const runAs = chooseRunAs(clusterDir, binaries.postgres);

  if (existsSync(join(clusterDir, 'PG_VERSION'))) {
    await clearOrphan(clusterDir);
    await handOver(clusterDir, runAs.owner);
  } else {
    await createCluster(clusterDir, binaries, runAs, { password: options.passwords.supabase_admin, fsync });
  }

  const refused = new Set<number>();
  let complaint = '';
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = options.port ?? (await pickPort(options.preferredPort, refused));
    const launched = await launch(
      binaries.postgres,
      ['-D', clusterDir, ...settings(port, fsync)],
      runAs,
      dataDir,
    );
    if (await waitUntilReady(clusterDir, launched)) return running(launched, port, options.passwords);
    if (launched.child.pid !== undefined) await stopPostmaster(launched.child.pid);
    complaint = await logTail(launched);
    if (RETRY_PORT.test(complaint) && options.port === undefined) refused.add(port);
    else if (RETRY_LATER.test(complaint)) await delay(250);
    else break;
  }
  throw new Error(`Postgres did not start in ${clusterDir}. The end of its log:\n${complaint}`);
}

function running(launched: Launched, port: number, passwords: Record<LoginRole, string>): RunningPostgres {
  const pid = launched.child.pid ?? 0;
  const urlFor = (role: LoginRole, database = 'postgres'): string =>
    `postgresql://${role}:${encodeURIComponent(passwords[role])}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  // Should this process end without stop(), the server must not keep its event loop alive.
  launched.child.unref();
  let stopping: Promise<void> | undefined;
  const shutDown = async (): Promise<void> => {
    launched.child.ref();
    signal(pid, 'SIGINT');
    const ended = await Promise.race([launched.exited.then(() => true), delay(6000, false, { ref: false })]);
    if (!ended) await stopPostmaster(pid, 0);
    await launched.exited;
  };
  return {
    port,
    pid,
    adminUrl: urlFor('supabase_admin'),
    urlFor,
    exited: launched.exited,
    stop: async () => {
      stopping ??= shutDown();
      await stopping;
    },
  };
}
