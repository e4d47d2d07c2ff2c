import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

const CLI = join('node_modules', 'supabase', 'dist', 'supabase.js');

const lockSchema = z.object({ packages: z.record(z.string(), z.unknown()) });

/** The packages in our lock that hold the program of a kind of machine: one for each C library, where there are several. */
function packagesOf(platform: string, arch: string): string[] {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const name = `@supabase/cli-${platform === 'win32' ? 'windows' : platform}-${arch}`;
  return [name, `${name}-musl`].filter((candidate) => `node_modules/${candidate}` in packages);
}

/** Why the CLI cannot run on this kind of machine, for the titles of tests; null where it must. */
export function whyNoSupabaseCli(platform: string = process.platform, arch: string = process.arch) {
  return packagesOf(platform, arch).length > 0
    ? null
    : `skipped: the lock names no program for ${platform}-${arch}`;
}

/** Whether npm has brought the program of this machine. */
export const isSupabaseCliThere = (): boolean =>
  packagesOf(process.platform, process.arch).some((name) => existsSync(join('node_modules', name)));

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
