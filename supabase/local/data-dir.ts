import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { processIdentity } from './process-identity.ts';

/** Writes a file readable by its owner only; a crash leaves the old content or the new, never half of it. */
export async function writePrivateFile(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** Creates the data folder (mode 0700) where it is missing and answers its absolute path. */
export async function ensureDataDir(dataDir: string): Promise<string> {
  const path = resolve(dataDir);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

export type DataDirLock = { release: () => Promise<void> };

type LockHolder = { pid: number; identity: string };

async function readHolder(path: string): Promise<LockHolder | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [pid, identity] = text.split('\n');
  if (pid === undefined || identity === undefined || !/^\d+$/.test(pid)) return null;
  return { pid: Number(pid), identity };
}

async function isHeld(holder: LockHolder | null): Promise<boolean> {
  return holder !== null && (await processIdentity(holder.pid)) === holder.identity;
}

/**
 * Takes the data folder for this process, so that two stacks never share one cluster. A lock whose process is gone
 * (or whose id now belongs to another process) is taken over.
 * @throws Error when a living process holds it; the message names its id.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const path = join(dataDir, 'stack.lock');
  const draft = `${path}.${randomUUID()}.tmp`;
  const identity = (await processIdentity(process.pid)) ?? '';
  await writePrivateFile(draft, `${process.pid}\n${identity}\n`);
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      // link() fails when the name exists, and the content is complete from the first moment on.
      const taken = await link(draft, path).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (taken) {
        return {
          release: async () => {
            const holder = await readHolder(path);
            if (holder?.pid === process.pid && holder.identity === identity) await rm(path, { force: true });
          },
        };
      }
      const holder = await readHolder(path);
      if (await isHeld(holder)) {
        throw new Error(
          `The data folder ${dataDir} is in use by process ${holder?.pid ?? '?'}. Stop it, or set PARLEY_DATA_DIR to another folder.`,
        );
      }
      await takeAway(path);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new Error(`Could not lock the data folder ${dataDir}`);
}

// Moved aside before it is removed: two starters may both see a stale lock, and the slower one must not delete the
// lock that the faster one has just taken.
async function takeAway(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}.stale`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  if (await isHeld(await readHolder(aside))) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
