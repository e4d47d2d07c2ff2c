import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { processIdentity } from '../../supabase/local/process-identity.ts';
import { lockHolder, takeLock, waitForLock } from './instance-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley lock '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('instance lock', () => {
  test('names the living process that has it', async () => {
    const file = join(folder, 'deep', 'lock');
    const lock = await takeLock(file);
    expect(await lockHolder(file)).toMatchObject({ pid: process.pid });
    expect(await takeLock(file)).toMatchObject({ pid: process.pid });
    if ('release' in lock) lock.release();
    expect(await lockHolder(file)).toBeNull();
    expect(await takeLock(file)).toHaveProperty('release');
  });

  test('is free again when its process was killed, and when its id went to another process', async () => {
    const file = join(folder, 'lock');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const pid = child.pid ?? 0;
    const identity = (await processIdentity(pid)) ?? '';
    writeFileSync(`${file}.1`, JSON.stringify({ pid, identity }));
    expect(await takeLock(file)).toMatchObject({ pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await takeLock(file)).toHaveProperty('release');
    const other = join(folder, 'other');
    writeFileSync(`${other}.1`, JSON.stringify({ pid: process.pid, identity: 'someone before' }));
    expect(await takeLock(other)).toHaveProperty('release');
  });

  test('is free when its file was cut short', async () => {
    const file = join(folder, 'lock');
    writeFileSync(`${file}.1`, '{"pid":');
    expect(await takeLock(file)).toHaveProperty('release');
  });

  test('of many that come at once to a dead lock exactly one gets it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const file = join(folder, `crowd-${round}`);
      writeFileSync(`${file}.7`, '');
      const results = await Promise.all(Array.from({ length: 8 }, async () => await takeLock(file)));
      expect(results.filter((result) => 'release' in result)).toHaveLength(1);
    }
  });

  test('whoever waits gets it after the release', async () => {
    const file = join(folder, 'lock');
    const first = await waitForLock(file, 1000);
    const second = waitForLock(file, 5000, () => {
      first.release();
    });
    expect(await second).toHaveProperty('release');
    await expect(waitForLock(file, 0)).rejects.toThrow('too long');
  });
});
