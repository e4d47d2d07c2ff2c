import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createClient } from '@supabase/supabase-js';
import { z } from 'zod';

const described = z.object({
  adminUrl: z.string(),
  env: z.object({ SUPABASE_URL: z.string(), SUPABASE_SECRET_KEY: z.string() }),
});

/** The whole stack in a process of its own, which a test can measure and kill. */
export type StackProcess = {
  url: string;
  secretKey: string;
  adminUrl: string;
  pid: number;
  /** With the secret key. */
  admin(): ReturnType<typeof createClient>;
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Resolves when the process is gone. Safe to repeat. */
  end(by?: NodeJS.Signals): Promise<void>;
};

async function end(child: ChildProcess, by: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(by);
  await exit;
}

export async function startStackProcess(
  dataDir: string,
  options: readonly string[] = [],
): Promise<StackProcess> {
  const main = join(import.meta.dirname, '..', '..', 'main.ts');
  const args = [main, '--data-dir', dataDir, '--no-fsync', '--with-parent', ...options];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error(`The stack ended before it was ready: ${told}`);
    }),
  ]);
  const { adminUrl, env } = described.parse(JSON.parse(await readFile(join(dataDir, 'stack.json'), 'utf8')));
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = env;
  return {
    url,
    secretKey,
    adminUrl,
    pid: child.pid ?? 0,
    admin: () => createClient(url, secretKey, { auth: { persistSession: false } }),
    request: async (path, init) => await fetch(`${url}/storage/v1${path}`, init),
    end: async (by = 'SIGTERM') => {
      await end(child, by);
    },
  };
}
