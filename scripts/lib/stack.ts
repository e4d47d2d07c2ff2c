import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { Ports } from './instance-files.ts';
import { type SupervisedService, supervise } from './supervisor.ts';

const MAIN = join('supabase', 'local', 'main.ts');
const CONFIG = join('supabase', 'config.toml');
const MIGRATIONS = join('supabase', 'migrations');
const EMAIL_HOOK = '/api/hooks/send-email';
const READY_LIMIT_MS = 120_000;
const STEP_MS = 50;
const STOP_LIMIT_MS = 10_000;

const stackEnvSchema = z.object({
  DATABASE_URL: z.string(),
  ADMIN_DATABASE_URL: z.string(),
  SUPABASE_URL: z.string(),
  SUPABASE_PUBLISHABLE_KEY: z.string(),
  SUPABASE_SECRET_KEY: z.string(),
  SEND_EMAIL_HOOK_SECRET: z.string(),
  MAIL_URL: z.string(),
  MAIL_FROM: z.string(),
  PARLEY_INSTANCE: z.string(),
  INBOX_URL: z.string(),
});
const stackFileSchema = z.object({ pids: z.object({ stack: z.number().int() }), env: stackEnvSchema });

/** The running embedded stack as variables of the app and of what runs beside it (ADMIN_DATABASE_URL). */
export type StackEnv = z.infer<typeof stackEnvSchema>;

/** What `stack.json` says when it was written by this process. */
async function readStack(dataDir: string, pid: number): Promise<StackEnv | null> {
  const text = await readFile(join(dataDir, 'stack.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  // The file may still be that of an earlier run, or of an earlier version.
  const file = stackFileSchema.safeParse(JSON.parse(text));
  return file.success && file.data.pids.stack === pid ? file.data.env : null;
}

export type StackOptions = {
  dataDir: string;
  ports: Ports;
  /** The app's address, where mails lead. */
  siteUrl: string;
  limits: 'hosted' | 'relaxed';
  /** False only where the data may be lost, as in tests. */
  fsync: boolean;
  onLine: (line: string, stream: 'stdout' | 'stderr') => void;
  onStart: (pid: number) => void;
  onProblem: (message: string) => void;
};

function stackArguments({ dataDir, ports, siteUrl, limits, fsync }: StackOptions): string[] {
  const values = {
    'data-dir': dataDir,
    config: CONFIG,
    migrations: MIGRATIONS,
    profile: limits,
    'gateway-port': ports.gateway,
    'db-port': ports.postgres,
    'smtp-port': ports.smtp,
    'site-url': siteUrl,
    // On this machine, whatever the app's address is for people.
    'email-hook-url': `http://localhost:${ports.web}${EMAIL_HOOK}`,
  };
  // As docs/deploy.md asks of a hosted project, which sets it in the dashboard.
  const args = [
    '--private-channels-only',
    ...Object.entries(values).map(([name, value]) => `--${name}=${value}`),
  ];
  return fsync ? args : [...args, '--no-fsync'];
}

/** Starts the embedded Supabase (Postgres, Auth, Realtime, inbox) and keeps it running. */
export function startStack(options: StackOptions): { service: SupervisedService; ready: Promise<StackEnv> } {
  const { dataDir } = options;
  let stack: StackEnv | null = null;
  const service: SupervisedService = supervise({
    name: 'The embedded Supabase',
    args: [MAIN, ...stackArguments(options)],
    env: {},
    onLine: options.onLine,
    answers: async (signal, pid) => {
      const startedAt = Date.now();
      for (;;) {
        stack = await readStack(dataDir, pid);
        if (stack !== null) return;
        signal.throwIfAborted();
        if (Date.now() - startedAt > READY_LIMIT_MS) throw new Error('it did not get ready in two minutes');
        await new Promise((resolve) => setTimeout(resolve, STEP_MS));
      }
    },
    stopLimitMs: STOP_LIMIT_MS,
    onStart: options.onStart,
    onProblem: options.onProblem,
  });
  const ready = service.ready.then(() => {
    if (stack === null) throw new Error('The embedded Supabase got ready without saying where it is');
    return stack;
  });
  ready.catch(() => {});
  return { service, ready };
}
