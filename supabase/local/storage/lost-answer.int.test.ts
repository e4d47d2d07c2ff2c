import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { type LossyPath, openLossyPath } from './support/lossy-path.ts';
import { must, startStorageStack, type StorageStack } from './support/storage-stack.ts';
import { type TusClient, tusClient } from './support/tus-client.ts';

let path: LossyPath;
let stack: StorageStack;
let tus: TusClient;

beforeAll(async () => {
  const server = inject('postgres');
  path = await openLossyPath(server.port);
  stack = await startStorageStack(server, ownFolders, { databasePort: path.port });
  tus = tusClient(stack, { apikey: stack.keys.secretKey });
});
beforeEach(() => {
  stack.logged.splice(0);
});
afterAll(async () => {
  await stack.close();
  await path.close();
});

const files = () => stack.admin().storage.from('files');
const read = async (name: string) => await must(await files().download(name)).text();
/** Only the row of an object that is to stay is written so; whether one may be is tried by a plain insert. */
const WRITES_ROW = 'on conflict';

async function filesOnDisk(): Promise<string[]> {
  const folder = join(stack.folder, 'files');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function versions(): Promise<string[]> {
  const { rows } = await stack.pool.query<{ version: string }>('select version from storage.objects');
  return rows.map(({ version }) => version);
}

async function expectTidyAfterStart(): Promise<void> {
  await stack.restart();
  expect((await filesOnDisk()).sort()).toEqual((await versions()).sort());
}

describe('when Postgres commits and its answer is lost', () => {
  beforeEach(() => {
    path.loseAnswerTo(WRITES_ROW, 'commit');
  });

  test('the row that is there has its file', async () => {
    const { error } = await files().upload('new', 'content');
    expect(error).toMatchObject({ status: 500, message: 'Internal Server Error' });
    expect(await read('new')).toBe('content');
    expect(stack.logged).toEqual([expect.stringContaining('CommitInDoubt')]);
    await expectTidyAfterStart();
    expect(await read('new')).toBe('content');
  });

  test('what was replaced goes with the next start', async () => {
    path.loseAnswerTo();
    must(await files().upload('over', 'old'));
    path.loseAnswerTo(WRITES_ROW, 'commit');
    const before = await filesOnDisk();
    expect((await files().upload('over', 'new', { upsert: true })).error).toMatchObject({ status: 500 });
    expect(await read('over')).toBe('new');
    expect(await filesOnDisk()).toHaveLength(before.length + 1);
    await expectTidyAfterStart();
    expect(await read('over')).toBe('new');
  });
});

test('when the answer is lost before the commit, the file goes at once and what was there stays', async () => {
  must(await files().upload('kept', 'old'));
  const before = await filesOnDisk();
  path.loseAnswerTo(WRITES_ROW, 'rollback', WRITES_ROW);
  expect((await files().upload('kept', 'new', { upsert: true })).error).toMatchObject({ status: 500 });
  expect(await filesOnDisk()).toEqual(before);
  expect(await read('kept')).toBe('old');
});

async function beginHalf(name: string): Promise<string> {
  const { url } = await tus.create({ bucketName: 'files', objectName: name }, 4);
  await tus.patch(url, 0, 'ha');
  return url;
}

async function expectDone(url: string, name: string): Promise<void> {
  expect(await tus.head(url)).toMatchObject({ status: 200, offset: 4 });
  expect(await read(name)).toBe('half');
  expect((await tus.patch(url, 4, '')).status).toBe(204);
  expect((await tus.cancel(url)).status).toBe(400);
  await expectTidyAfterStart();
  expect(await read(name)).toBe('half');
}

describe('a resumable upload whose last answer was lost', () => {
  test('is done where the row is there', async () => {
    const url = await beginHalf('committed');
    path.loseAnswerTo(WRITES_ROW, 'commit');
    expect((await tus.patch(url, 2, 'lf')).status).toBe(500);
    await expectDone(url, 'committed');
  });

  test('ends, where it is not, when its client asks how far it is', async () => {
    const url = await beginHalf('uncommitted');
    path.loseAnswerTo(WRITES_ROW);
    expect((await tus.patch(url, 2, 'lf')).status).toBe(500);
    expect((await files().exists('uncommitted')).data).toBe(false);
    await stack.restart();
    await expectDone(url, 'uncommitted');
  });

  test('or when its client goes on', async () => {
    const url = await beginHalf('repeated');
    path.loseAnswerTo(WRITES_ROW, 'commit');
    expect((await tus.patch(url, 2, 'lf')).status).toBe(500);
    expect((await tus.patch(url, 4, '')).status).toBe(204);
    await expectDone(url, 'repeated');
  });
});

test('a file that cannot be removed does not hide why the upload failed', async () => {
  const before = await filesOnDisk();
  const holder = await stack.pool.connect();
  await holder.query("select pg_advisory_lock(hashtextextended('storage files/waits', 0))");
  const upload = files().upload('waits', 'x');
  const added = async () => (await filesOnDisk()).filter((version) => !before.includes(version));
  await expect.poll(added).toHaveLength(1);
  const [version = ''] = await added();
  const place = join(stack.folder, 'files', version.slice(0, 2), version);
  await rm(place);
  await mkdir(place);
  const cancel = `select pg_cancel_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event = 'advisory'`;
  await expect.poll(async () => (await stack.pool.query(cancel)).rowCount).toBe(1);
  expect((await upload).error).toMatchObject({ statusCode: '544' });
  holder.release(true);
  expect(stack.logged).toEqual([
    expect.stringContaining('could not be removed'),
    expect.stringContaining('storage request failed'),
  ]);
  await rm(place, { recursive: true });
});
