import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { PostgresBinaries } from './binaries.ts';
import { handOver, type RunAs } from './run-as.ts';

// Sorting by ICU as on the hosted service; the character classes (full-text search, trigrams) come from the C
// library, whose names differ between systems.
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

type Outcome = { code: number | null; output: string };

async function runInitdb(program: string, args: string[], runAs: RunAs, cwd: string): Promise<Outcome> {
  const [command = program, ...rest] = [...runAs.prefix, program, ...args];
  const identity =
    runAs.uid === undefined || runAs.gid === undefined ? {} : { uid: runAs.uid, gid: runAs.gid };
  return await new Promise((resolve, reject) => {
    const child = spawn(command, rest, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...identity });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

/**
 * Creates the cluster with the superuser `supabase_admin`, scram passwords and no trusted log-in. It is made aside
 * and renamed when complete: a killed start leaves no half cluster.
 * @throws Error with initdb's own words.
 */
export async function createCluster(
  clusterDir: string,
  binaries: PostgresBinaries,
  runAs: RunAs,
  options: { password: string; fsync: boolean },
): Promise<void> {
  const draft = `${clusterDir}.new`;
  let failure = '';
  for (const characterType of CHARACTER_TYPES) {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    const cluster = join(draft, 'data');
    const passwordFile = join(draft, 'password');
    await mkdir(cluster, { mode: 0o700 });
    await writeFile(passwordFile, options.password, { mode: 0o600 });
    await handOver(draft, runAs.owner);
    const args = [
      `--pgdata=${cluster}`,
      '--username=supabase_admin',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=icu',
      '--icu-locale=en-US',
      '--locale=C',
      `--lc-ctype=${characterType}`,
      ...(options.fsync ? [] : ['--no-sync']),
    ];
    const { code, output } = await runInitdb(binaries.initdb, args, runAs, draft);
    if (code === 0 && existsSync(join(cluster, 'PG_VERSION'))) {
      await chmod(cluster, 0o700);
      await rename(cluster, clusterDir);
      await rm(draft, { recursive: true, force: true });
      return;
    }
    failure = output.trim();
    if (!failure.includes('locale')) break;
  }
  await rm(draft, { recursive: true, force: true });
  throw new Error(`Postgres could not create its cluster in ${dirname(clusterDir)}:\n${failure}`);
}
