import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

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

// link() fails when the name exists, and the content is complete from the first moment on.
async function tryLink(draft: string, path: string): Promise<boolean> {
  return await link(draft, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
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
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (await tryLink(draft, path)) {
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
      await removeDead(path, draft);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new Error(`Could not lock the data folder ${dataDir}`);
}

/**
 * Removes a lock whose process is gone. Two starters may both see it dead, and the slower one must not remove the lock
 * that the faster one has taken since: so it is looked at again under a lock of its own, held for an instant.
 */
async function removeDead(path: string, draft: string): Promise<void> {
  const breaking = `${path}.breaking`;
  if (!(await tryLink(draft, breaking))) {
    if (!(await isHeld(await readHolder(breaking)))) await rm(breaking, { force: true });
    await delay(10);
    return;
  }
  try {
    if (!(await isHeld(await readHolder(path)))) await rm(path, { force: true });
  } finally {
    await rm(breaking, { force: true });
  }
}
