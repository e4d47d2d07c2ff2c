import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';

import { ensureDataDir } from '../../supabase/local/data-dir.ts';
import { embeddedAppEnv } from './app-env.ts';
import { type Build, currentBuild } from './build.ts';
import {
  instanceFile,
  runningInstance,
  stopLeftChildren,
  writeChildren,
  writeInstance,
} from './instance-files.ts';
import { takeLock } from './instance-lock.ts';
import { claimInstancePorts } from './instance-ports.ts';
import { openLogFile } from './log-file.ts';
import { readDemoPeople, seedOnce } from './seed.ts';
import { type StackEnv, startStack } from './stack.ts';
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
  /** Short news for the person at the terminal. */
  say: (message: string) => void;
  /** Every line of the children, for those who want to see them. */
  onLine: (name: string, line: string, stream: 'stdout' | 'stderr') => void;
};

export type Instance = {
  url: string;
  inboxUrl: string;
  demoPeople: string;
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

/** Keeps the file of living children up to date, one write after the other. */
function childRecorder({ dataDir, say }: InstanceOptions): (name: string, pid: number) => void {
  const children = new Map<string, number>();
  let writing: Promise<void> = Promise.resolve();
  return (name, pid) => {
    children.set(name, pid);
    const entries = [...children].map(([childName, childPid]) => ({ name: childName, pid: childPid }));
    writing = writing
      .then(async () => await writeChildren(dataDir, entries))
      .catch((error: unknown) => say(`The list of processes could not be written: ${String(error)}`));
  };
}

async function chooseDistDir(options: InstanceOptions, undo: Undo): Promise<string> {
  if (options.mode === 'development') {
    return `.builds/dev-${createHash('sha256').update(options.dataDir).digest('hex').slice(0, 8)}`;
  }
  const build: Build = await currentBuild(options.say);
  undo.add(build.release);
  return build.distDir;
}

type Recorder = ReturnType<typeof childRecorder>;

function lineHandler(options: InstanceOptions, name: string, undo: Undo): InstanceOptions['onLine'] {
  const log = openLogFile(options.dataDir, name);
  undo.add(log.close);
  return (_name, line, stream) => {
    log.write(line);
    options.onLine(name, line, stream);
  };
}

type StackWithPeople = { stackEnv: StackEnv; port: number; demoPeople: string; env: InstanceOptions['env'] };

async function bringUpStack(
  options: InstanceOptions,
  undo: Undo,
  record: Recorder,
): Promise<StackWithPeople> {
  const { dataDir, say } = options;
  const { ports, release } = await claimInstancePorts(dataDir, options.port);
  undo.add(release);
  const url = `http://localhost:${ports.web}`;
  const onLine = lineHandler(options, 'stack', undo);
  const started = startStack({
    dataDir,
    ports,
    siteUrl: url,
    limits: options.limits,
    fsync: options.fsync,
    onLine: (line, stream) => onLine('stack', line, stream),
    onStart: (pid) => record('stack', pid),
    onProblem: say,
  });
  undo.add(started.service.stop);
  const stackEnv = await started.ready;
  const bare = embeddedAppEnv(options.env, stackEnv, url, '');
  await seedOnce(dataDir, { ...bare, ADMIN_DATABASE_URL: stackEnv.ADMIN_DATABASE_URL }, say);
  const demoPeople = readDemoPeople(dataDir);
  return {
    stackEnv,
    port: ports.web,
    demoPeople,
    env: embeddedAppEnv(options.env, stackEnv, url, demoPeople),
  };
}

async function bringUp(options: InstanceOptions, undo: Undo): Promise<Instance> {
  const dataDir = await ensureDataDir(options.dataDir);
  await takeDataDir(dataDir, undo);
  for (const name of await stopLeftChildren(dataDir))
    options.say(`Stopped what the last run left behind: ${name}`);
  const record = childRecorder(options);
  const [{ stackEnv, port, env, demoPeople }, distDir] = await Promise.all([
    bringUpStack(options, undo, record),
    chooseDistDir(options, undo),
  ]);
  const onLine = lineHandler(options, 'web', undo);
  const web: SupervisedService = startWeb({
    mode: options.mode,
    env,
    distDir,
    host: options.host,
    port,
    readiness: 'healthy',
    readyLimitMs: READY_LIMIT_MS,
    onLine: (line, stream) => onLine('web', line, stream),
    onStart: (pid) => record('web', pid),
    onProblem: options.say,
  });
  undo.add(web.stop);
  await web.ready;
  const url = env['APP_URL'] ?? '';
  await writeInstance(dataDir, { url, env: { APP_URL: url, ...stackEnv } });
  undo.add(async () => await rm(instanceFile.instance(dataDir), { force: true }));
  const { INBOX_URL: inboxUrl, ADMIN_DATABASE_URL: adminDatabaseUrl } = stackEnv;
  return { url, inboxUrl, demoPeople, env, adminDatabaseUrl, stop: async () => await undo.run() };
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
