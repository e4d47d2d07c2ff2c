import { chmod, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createKeys } from '../keys.ts';
import { findBinaries } from './binaries.ts';
import { chooseRunAs } from './run-as.ts';
import { type RunningPostgres, startPostgres } from './start-postgres.ts';
import { withClient } from './with-client.ts';

const isRoot = process.getuid?.() === 0;
const originalPath = process.env['PATH'];
const { passwords } = createKeys();
let folder: string;
let running: RunningPostgres | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley run as '));
});
afterEach(async () => {
  process.env['PATH'] = originalPath;
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true });
});

/** Leaves only these programs to be found. */
async function onlyPrograms(...names: string[]): Promise<void> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  for (const name of names) await symlink(join('/usr/bin', name), join(bin, name));
  process.env['PATH'] = bin;
}

async function startAndAsk(dataDir: string): Promise<unknown> {
  running = await startPostgres({ dataDir, passwords, fsync: false });
  const answer = await withClient(running.adminUrl, async (client) => {
    await client.query(
      'create table if not exists visits (at timestamptz); insert into visits values (now())',
    );
    return (await client.query<{ visits: number }>('select count(*)::int as visits from visits')).rows[0]
      ?.visits;
  });
  await running.stop();
  return answer;
}

const how = (dataDir: string): string => chooseRunAs(join(dataDir, 'postgres'), findBinaries().postgres).how;

describe.runIf(isRoot)('as root, Postgres runs in a folder that only root may enter', () => {
  test('in a user namespace where there is one', async () => {
    await chmod(folder, 0o700);
    expect(await startAndAsk(folder)).toBe(1);
    expect((await stat(join(folder, 'postgres'))).uid).toBe(0);
  });

  test('as another user with the right to enter any folder, where namespaces are forbidden', async () => {
    await onlyPrograms('id', 'setpriv');
    await chmod(folder, 0o700);
    expect(how(folder)).toBe('setpriv');
    expect(await startAndAsk(folder)).toBe(1);
    expect((await stat(join(folder, 'postgres'))).uid).not.toBe(0);
    expect(await startAndAsk(folder)).toBe(2);
  });

  test('and goes on with a cluster that a person made, leaving it theirs', async () => {
    await onlyPrograms('id', 'setpriv');
    await startAndAsk(folder);
    const { uid } = await stat(join(folder, 'postgres'));
    process.env['PATH'] = originalPath;
    expect(how(folder)).toBe('setpriv');
    expect(await startAndAsk(folder)).toBe(2);
    expect((await stat(join(folder, 'postgres', 'PG_VERSION'))).uid).toBe(uid);
  });
});

describe.runIf(isRoot)('as root without any such program', () => {
  test('it runs as another user in a folder that all may enter', async () => {
    await onlyPrograms('id');
    await chmod(folder, 0o755);
    expect(how(folder)).toBe('setuid');
    expect(await startAndAsk(folder)).toBe(1);
  });

  test('it says what to do in a folder that only root may enter', async () => {
    await onlyPrograms('id');
    await chmod(folder, 0o700);
    await expect(startAndAsk(folder)).rejects.toThrow(/Start Parley as an ordinary user, or move it/);
  });
});

test.runIf(!isRoot)('as an ordinary user it just runs', async () => {
  expect(how(folder)).toBe('directly');
  expect(await startAndAsk(folder)).toBe(1);
});
