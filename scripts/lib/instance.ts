import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';

import { ensureDataDir } from '../../supabase/local/data-dir.ts';
import { bringUpBacking, childRecorder, lineHandler } from './backing.ts';
import { type Build, currentBuild } from './build.ts';
import { instanceFile, runningInstance, stopLeftChildren, writeInstance } from './instance-files.ts';
import { takeLock } from './instance-lock.ts';
import type { LanAddress } from './lan/lan-address.ts';
import { openToLan } from './lan/open-to-lan.ts';
import type { SupervisedService } from './supervisor.ts';
import { Undo } from './undo.ts';
import { startWeb } from './web.ts';

const READY_LIMIT_MS = 120_000;

export type InstanceOptions = {
  /** Absolute path of the data folder; made when missing. */
  dataDir: string;
  mode: 'production' | 'development';
  env: Record<string, string | undefined>;
  host: string;
  /** The web port that was asked for; null takes the last one or the next free one. */
  port: number | null;
  /** `hosted` keeps the limits of the hosted service, for tests. */
  limits: 'hosted' | 'relaxed';
  /** False only where the data may be lost, as in tests. */
  fsync: boolean;
  /** Where the local network reaches it, over HTTPS; null serves this machine alone. */
  lan: LanAddress | null;
  /** Whether coturn is started where it is installed. */
  startsRelay: boolean;
  /** Short news for the person at the terminal. */
  say: (message: string) => void;
  /** Every line of the children, for those who want to see them. */
  onLine: (name: string, line: string, stream: 'stdout' | 'stderr') => void;
};

export type Instance = {
  url: string;
  inboxUrl: string;
  demoPeople: string;
  /** How calls find their way, for the person at the terminal. */
  relayNote: string;
  /** The app's environment and the owner-level connection, for scripts and tests beside it. */
  env: Record<string, string | undefined>;
  adminDatabaseUrl: string;
  stop: () => Promise<void>;
};

/** Another process runs an instance on this data folder. */
export class AlreadyRunningError extends Error {
  constructor(dataDir: string, pid: number, url: string | null) {
    super(
      `Parley already ${url === null ? 'starts' : `runs at ${url}`} (process ${pid}, data in ${dataDir}). ` +
        'Stop it with Ctrl-C there, or start another one with PARLEY_DATA_DIR=another-folder.',
    );
  }
}

async function takeDataDir(dataDir: string, undo: Undo): Promise<void> {
  const lock = await takeLock(instanceFile.lock(dataDir));
  if (!('release' in lock)) {
    const running = await runningInstance(dataDir);
    const url = running?.instance?.url ?? null;
    throw new AlreadyRunningError(dataDir, lock.pid, url);
  }
  undo.add(lock.release);
}

async function chooseDistDir(options: InstanceOptions, undo: Undo): Promise<string> {
  if (options.mode === 'development') {
    return `.builds/dev-${createHash('sha256').update(options.dataDir).digest('hex').slice(0, 8)}`;
  }
  const build: Build = await currentBuild(options.say);
  undo.add(build.release);
  return build.distDir;
}

async function bringUp(options: InstanceOptions, undo: Undo): Promise<Instance> {
  const dataDir = await ensureDataDir(options.dataDir);
  await takeDataDir(dataDir, undo);
  for (const name of await stopLeftChildren(dataDir))
    options.say(`Stopped what the last run left behind: ${name}`);
  const record = childRecorder(options);
  const [{ stackEnv, ports, env, demoPeople, relay }, distDir] = await Promise.all([
    bringUpBacking(options, undo, record),
    chooseDistDir(options, undo),
  ]);
  const onLine = lineHandler(options, 'web', undo);
  const web: SupervisedService = startWeb({
    mode: options.mode,
    env,
    distDir,
    host: options.host,
    port: ports.web,
    readiness: 'healthy',
    readyLimitMs: READY_LIMIT_MS,
    onLine: (line, stream) => onLine('web', line, stream),
    onStart: (pid) => record('web', pid),
    onProblem: options.say,
  });
  undo.add(web.stop);
  await web.ready;
  if (options.lan !== null) {
    const { lan, say } = options;
    await openToLan({ dataDir, lan, say, port: ports.lan, upstream: ports }, undo);
  }
  const url = env['APP_URL'] ?? '';
  await writeInstance(dataDir, { url, env: { APP_URL: url, ...stackEnv } });
  undo.add(async () => await rm(instanceFile.instance(dataDir), { force: true }));
  const { INBOX_URL: inboxUrl, ADMIN_DATABASE_URL: adminDatabaseUrl } = stackEnv;
  const facts = { url, inboxUrl, demoPeople, env, adminDatabaseUrl, relayNote: relay.note };
  return { ...facts, stop: async () => await undo.run() };
}

export type StartingInstance = { ready: Promise<Instance>; stop: () => Promise<void> };

/**
 * Starts the embedded Supabase and the app on a data folder; `stop` ends both at any time.
 * `ready` rejects with AlreadyRunningError when the folder is in use, or with the reason why something does not start.
 */
export function startInstance(options: InstanceOptions): StartingInstance {
  const undo = new Undo();
  const ready = bringUp(options, undo).catch(async (error: unknown) => {
    await undo.run();
    throw error;
  });
  return { ready, stop: async () => await undo.run() };
}
