import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { z } from 'zod';

import { processIdentity } from '../../supabase/local/process-identity.ts';

const holderSchema = z.object({ pid: z.number().int(), identity: z.string() });

/** Who holds a lock: the identity tells the process from a later one with the same id. */
export type LockHolder = z.infer<typeof holderSchema>;

export type Lock = { release: () => void };

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The living process that a file names, or null. */
export async function livingHolder(file: string): Promise<LockHolder | null> {
  let holder: LockHolder;
  try {
    holder = holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // Released, removed, or cut short by a full disk: it names nobody.
    if (isCode(error, 'ENOENT') || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
  return (await processIdentity(holder.pid)) === holder.identity ? holder : null;
}

/** Writes a file that names this process. */
export async function writeHolder(file: string): Promise<void> {
  const identity = (await processIdentity(process.pid)) ?? '';
  writeFileSync(file, JSON.stringify({ pid: process.pid, identity } satisfies LockHolder), { mode: 0o600 });
}

// A lock is a row of files, name.1, name.2, …, of which the last one counts. A dead lock is not removed (of two
// that see it dead the slower would remove the lock of the faster) but outnumbered: only one can make name.n+1.
function generations(file: string): number[] {
  const prefix = `${basename(file)}.`;
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((suffix) => /^\d+$/.test(suffix))
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** The living holder of a lock, or null. */
export async function lockHolder(file: string): Promise<LockHolder | null> {
  try {
    const last = generations(file).at(-1);
    return last === undefined ? null : await livingHolder(`${file}.${last}`);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Gives a file a second name, complete from the first moment on, only when that name is free. */
function publish(draft: string, name: string): boolean {
  try {
    linkSync(draft, name);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
  }
  try {
    // Some file systems have no links.
    copyFileSync(draft, name, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function released(name: string): void {
  const empty = `${name}-released`;
  writeFileSync(empty, '');
  renameSync(empty, name);
}

let drafts = 0;

/**
 * Takes a lock for this process and returns it, or the living process that has it.
 * A lock whose process has ended, also by kill -9, counts as free.
 */
export async function takeLock(file: string): Promise<Lock | LockHolder> {
  mkdirSync(dirname(file), { recursive: true });
  drafts += 1;
  const draft = join(dirname(file), `.${basename(file)}-${process.pid}-${drafts}`);
  await writeHolder(draft);
  try {
    for (;;) {
      const last = generations(file).at(-1) ?? 0;
      const holder = last === 0 ? null : await livingHolder(`${file}.${last}`);
      if (holder !== null) return holder;
      const mine = last + 1;
      const name = `${file}.${mine}`;
      if (!publish(draft, name)) continue;
      // Slow ones may make a name again that was already outnumbered and cleared away.
      const all = generations(file);
      if (all.at(-1) !== mine) {
        rmSync(name, { force: true });
        continue;
      }
      for (const old of all.slice(0, -1)) rmSync(`${file}.${old}`, { force: true });
      return { release: () => released(name) };
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Like takeLock, but waits for the holder. @throws Error after `limitMs`. */
export async function waitForLock(
  file: string,
  limitMs: number,
  onWait?: (by: LockHolder) => void,
): Promise<Lock> {
  const startedAt = Date.now();
  let told = false;
  for (;;) {
    const result = await takeLock(file);
    if ('release' in result) return result;
    if (Date.now() - startedAt > limitMs) {
      throw new Error(`Process ${result.pid} has held ${file} for too long; stop it and try again`);
    }
    if (!told) onWait?.(result);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
