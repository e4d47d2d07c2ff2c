import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { z } from 'zod';

import { processIdentity } from '../../supabase/local/process-identity.ts';

const holderSchema = z.object({ pid: z.number().int(), identity: z.string(), note: z.string() });

/** Who holds a lock: the identity tells the process from a later one with the same id. */
export type LockHolder = z.infer<typeof holderSchema>;

export type Lock = { release: () => void };

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function parseHolder(text: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    // A file cut short by a full disk or a crash names nobody, so nobody holds it.
    return null;
  }
}

/** The living holder of a lock file, or null. */
export async function lockHolder(file: string): Promise<LockHolder | null> {
  const text = readText(file);
  const holder = text === null ? null : parseHolder(text);
  if (holder === null) return null;
  return (await processIdentity(holder.pid)) === holder.identity ? holder : null;
}

// A link, unlike open and write, makes the lock appear with its content or not at all.
/** Gives a file a second name, atomically and only when that name is free (EEXIST); copies where links are not supported. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (isCode(error, 'EEXIST')) throw error;
    copyFileSync(draft, file, constants.COPYFILE_EXCL);
  }
}

/** Removes exactly the dead lock that was read; a lock that another process took meanwhile is put back. */
function removeDead(file: string, deadText: string): void {
  const aside = `${file}.dead-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readText(aside) !== deadText) publish(aside, file);
  rmSync(aside, { force: true });
}

/**
 * Takes a lock file for this process and returns it, or the living process that has it.
 * A lock whose process has ended, also by kill -9, counts as free.
 */
export async function takeLock(file: string, note = ''): Promise<Lock | LockHolder> {
  mkdirSync(dirname(file), { recursive: true });
  const identity = (await processIdentity(process.pid)) ?? '';
  const content = JSON.stringify({ pid: process.pid, identity, note } satisfies LockHolder);
  const draft = `${file}.new-${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    for (;;) {
      try {
        publish(draft, file);
        return { release: () => release(file, content) };
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
      }
      const text = readText(file);
      if (text === null) continue;
      const holder = await lockHolder(file);
      if (holder !== null) return holder;
      removeDead(file, text);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function release(file: string, content: string): void {
  if (readText(file) === content) rmSync(file, { force: true });
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
