import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { followKeys } from './follow-keys.ts';
import { loadKeys } from './keys.ts';

const COMMAND = join(import.meta.dirname, 'rotate-keys.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley keys '));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const run = async (...words: string[]): Promise<unknown> => {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, '--data-dir', folder, ...words]);
  return JSON.parse(stdout);
};

test('a running stack takes over what the command changed', async () => {
  const keys = await loadKeys(folder);
  const old = keys.signingKey.kid;
  const stop = followKeys(folder, keys, () => undefined);
  try {
    expect(await run('status')).toEqual({ inUse: old, standby: null, previous: [] });
    await run('standby');
    const rotated = await run('rotate');
    await vi.waitFor(() => expect(keys.signingKey.kid).not.toBe(old), { timeout: 10_000 });
    expect(rotated).toEqual({ inUse: keys.signingKey.kid, standby: null, previous: [old] });
    await run('revoke', old);
    await vi.waitFor(() => expect(keys.previousKeys).toEqual([]), { timeout: 10_000 });
  } finally {
    stop();
  }
  expect(await loadKeys(folder)).toEqual(keys);
});

test('the command refuses what would lock people out', async () => {
  const { signingKey } = await loadKeys(folder);
  await expect(run('rotate')).rejects.toThrow('There is no standby key');
  await expect(run('revoke', signingKey.kid)).rejects.toThrow('The key in use cannot be revoked');
  await expect(run('dance')).rejects.toThrow('rotate-keys.ts --data-dir X COMMAND');
});
