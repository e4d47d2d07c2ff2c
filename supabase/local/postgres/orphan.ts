import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { processIdentity } from '../process-identity.ts';

const run = promisify(execFile);

/** The process id in the cluster's `postmaster.pid`; null when there is none. */
async function recordedPid(clusterDir: string): Promise<number | null> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

async function isPostgresOf(pid: number, clusterDir: string): Promise<boolean> {
  if (process.platform === 'linux') {
    // The postmaster works in its data folder; an unreadable link means that it is another user's process.
    const [exe, cwd] = await Promise.all([
      readlink(`/proc/${pid}/exe`).catch(() => ''),
      readlink(`/proc/${pid}/cwd`).catch(() => ''),
    ]);
    const program = basename(exe.replace(/ \(deleted\)$/, ''));
    return program === 'postgres' && cwd === (await realpath(clusterDir));
  }
  const answer = await run('ps', ['-ww', '-p', String(pid), '-o', 'command=']).catch(() => null);
  const command = answer?.stdout ?? '';
  return command.includes('postgres') && command.includes(clusterDir);
}

/** Waits until the process is gone; false when it is still there after `timeoutMs`. */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const identity = await processIdentity(pid);
  if (identity === null) return true;
  const end = Date.now() + timeoutMs;
  for (;;) {
    if ((await processIdentity(pid)) !== identity) return true;
    if (Date.now() > end) return false;
    await delay(20);
  }
}

/** Sends a signal; a process that has ended meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Stops a postmaster: fast shutdown (SIGINT: sessions are ended, data written), after `graceMs` an immediate one
 * (SIGQUIT: recovery at the next start), in the end SIGKILL.
 */
export async function stopPostmaster(pid: number, graceMs = 6000): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitForEnd(pid, graceMs)) return;
  signal(pid, 'SIGQUIT');
  if (await waitForEnd(pid, 3000)) return;
  signal(pid, 'SIGKILL');
  await waitForEnd(pid, 3000);
}

/**
 * Clears what an earlier start left behind: a server of this very cluster that outlived its parent is stopped; a
 * `postmaster.pid` whose process is gone, or whose id belongs to some other program by now, is removed.
 */
export async function clearOrphan(clusterDir: string): Promise<'nothing' | 'stopped' | 'removed stale file'> {
  const pid = await recordedPid(clusterDir);
  if (pid === null) return 'nothing';
  if ((await processIdentity(pid)) !== null && (await isPostgresOf(pid, clusterDir))) {
    await stopPostmaster(pid);
    return 'stopped';
  }
  await rm(join(clusterDir, 'postmaster.pid'), { force: true });
  return 'removed stale file';
}
