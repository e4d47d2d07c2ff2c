import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join('node_modules', 'supabase', 'dist', 'supabase.js');

/** npm brings the program for most machines, not for all; `npm test` does not fail for want of it. */
const binaries = ['', '-musl'].map((libc) => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join('node_modules', '@supabase', `cli-${platform}-${process.arch}${libc}`);
});
export const hasSupabaseCli = existsSync(CLI) && binaries.some((folder) => existsSync(folder));

export type SupabaseCli = {
  /** Runs a command in the folder; never rejects. */
  run: (...args: string[]) => Promise<{ ok: boolean; stdout: string; stderr: string }>;
  remove: () => Promise<void>;
};

/** The Supabase CLI on a copy of the project's config.toml and migrations, offline, with a home folder of its own. */
export async function openSupabaseCli(): Promise<SupabaseCli> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-supabase-'));
  for (const name of ['config.toml', 'migrations']) {
    await cp(join('supabase', name), join(folder, 'supabase', name), { recursive: true });
  }
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    SUPABASE_TELEMETRY_DISABLED: '1',
    SUPABASE_NO_UPDATE_NOTIFIER: '1',
    SEND_EMAIL_HOOK_SECRET: 'v1,whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
  };
  return {
    run: (...args) =>
      new Promise((resolve) => {
        const flags = ['--workdir', folder, '--agent', 'no', '--yes'];
        execFile(process.execPath, [CLI, ...args, ...flags], { env }, (error, stdout, stderr) =>
          resolve({ ok: error === null, stdout, stderr }),
        );
      }),
    remove: () => rm(folder, { recursive: true }),
  };
}
