import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { Ports } from './instance-files.ts';
import { type SupervisedService, supervise } from './supervisor.ts';

const MAIN = join('supabase', 'local', 'main.ts');
const READY_LIMIT_MS = 120_000;
const STEP_MS = 50;
const STOP_LIMIT_MS = 10_000;

const stackFileSchema = z.object({
  pid: z.number().int(),
  publicUrl: z.string(),
  inboxUrl: z.string(),
  databaseUrl: z.string(),
  adminDatabaseUrl: z.string(),
  mailUrl: z.string(),
  publishableKey: z.string(),
  secretKey: z.string(),
  hookSecret: z.string(),
  instanceId: z.string(),
});

/** The running embedded stack as the app and the tests need to know it. */
export type Stack = {
  supabaseUrl: string;
  inboxUrl: string;
  databaseUrl: string;
  adminDatabaseUrl: string;
  mailUrl: string;
  publishableKey: string;
  secretKey: string;
  hookSecret: string;
  instanceId: string;
};

/** What `stack.json` says when it was written by this process. */
async function readStack(dataDir: string, pid: number): Promise<Stack | null> {
  const text = await readFile(join(dataDir, 'stack.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const { pid: writer, publicUrl, ...rest } = stackFileSchema.parse(JSON.parse(text));
  return writer === pid ? { supabaseUrl: publicUrl, ...rest } : null;
}

export type StackOptions = {
  dataDir: string;
  ports: Ports;
  /** The app's address: where mails lead and where the mail hook is. */
  siteUrl: string;
  limits: 'hosted' | 'relaxed';
  onLine: (line: string, stream: 'stdout' | 'stderr') => void;
  onStart: (pid: number) => void;
  onProblem: (message: string) => void;
};

/** Starts the embedded Supabase (Postgres, Auth, Realtime, inbox) and keeps it running. */
export function startStack(options: StackOptions): { service: SupervisedService; ready: Promise<Stack> } {
  const { dataDir, ports, siteUrl } = options;
  let stack: Stack | null = null;
  const service: SupervisedService = supervise({
    name: 'The embedded Supabase',
    args: [MAIN],
    env: {
      PARLEY_DATA_DIR: dataDir,
      PARLEY_SITE_URL: siteUrl,
      PARLEY_EMAIL_HOOK_URL: `${siteUrl}/api/hooks/send-email`,
      PARLEY_GATEWAY_PORT: String(ports.gateway),
      PARLEY_POSTGRES_PORT: String(ports.postgres),
      PARLEY_SMTP_PORT: String(ports.smtp),
      PARLEY_LIMITS: options.limits,
    },
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
