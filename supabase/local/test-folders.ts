import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { clearOrphan } from './postgres/orphan.ts';
import { processIdentity } from './process-identity.ts';

const PREFIX = 'parley-test-';
const OWNER = 'owner';

async function isLeftBehind(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, OWNER), 'utf8').catch(() => null);
  if (text === null) return false;
  const [pid, identity] = text.split('\n');
  return (await processIdentity(Number(pid))) !== identity;
}

/**
 * Removes the temporary clusters of test runs that were killed, and stops their servers. Folders of runs that live are
 * left alone.
 */
export async function sweepTestFolders(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const folder = join(tmpdir(), name);
    if (!(await isLeftBehind(folder))) continue;
    await clearOrphan(join(folder, 'postgres'));
    await rm(folder, { recursive: true, force: true });
  }
}

/** A temporary folder that says which process it belongs to. */
export async function createTestFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  const identity = (await processIdentity(process.pid)) ?? '';
  await writeFile(join(folder, OWNER), `${process.pid}\n${identity}`, { mode: 0o600 });
  return folder;
}
