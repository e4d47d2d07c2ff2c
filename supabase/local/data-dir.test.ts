import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { ensureDataDir, lockDataDir } from './data-dir.ts';
import { processIdentity } from './process-identity.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley data '));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a new data folder is for its owner only', async () => {
  const dataDir = await ensureDataDir(join(folder, 'a', 'b'));
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
});

test('one process has the folder at a time, and gives it back', async () => {
  const lock = await lockDataDir(folder);
  await expect(lockDataDir(folder)).rejects.toThrow(`in use by process ${process.pid}`);
  await lock.release();
  await (await lockDataDir(folder)).release();
});

test('of many that come at once to a dead lock one gets it', async () => {
  await writeFile(join(folder, 'stack.lock'), '999999999\nlong gone\n');
  const results = await Promise.allSettled(Array.from({ length: 8 }, async () => await lockDataDir(folder)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the lock of a killed process is free, also when its id was given to another', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const pid = child.pid ?? 0;
  await writeFile(join(folder, 'stack.lock'), `${pid}\n${(await processIdentity(pid)) ?? ''}\n`);
  await expect(lockDataDir(folder)).rejects.toThrow(`process ${pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await lockDataDir(folder)).release();

  await writeFile(join(folder, 'stack.lock'), `${process.pid}\nsomeone before\n`);
  await (await lockDataDir(folder)).release();
});
