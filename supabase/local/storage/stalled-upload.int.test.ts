import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { hear, openRaw } from './support/raw-request.ts';
import { must, startStorageStack, type StorageStack } from './support/storage-stack.ts';
import { type TusClient, tusClient } from './support/tus-client.ts';
import { versionOf } from './tus/upload-id.ts';

let stack: StorageStack;
let tus: TusClient;
const key = () => stack.keys.secretKey;

beforeAll(async () => {
  // A silent connection is cut after a minute: whoever waits for that is too late for these tests.
  stack = await startStorageStack(inject('postgres'), ownFolders);
  tus = tusClient(stack, { apikey: key() });
});
afterEach(() => {
  if (stack.logged.length > 0) throw new Error(`The server was surprised: ${stack.logged.join('\n')}`);
});
afterAll(async () => {
  await stack.close();
});

const content = 'first half, then the other';
const HALF = 10;

async function begin(name: string, length = content.length): Promise<string> {
  return (await tus.create({ bucketName: 'files', objectName: name }, length)).url;
}

/** Announces the whole, sends the first half, and then says nothing any more. */
async function stall(url: string): Promise<Socket> {
  const head = [
    `PATCH ${new URL(url).pathname} HTTP/1.1`,
    'Host: x',
    `apikey: ${key()}`,
    'Tus-Resumable: 1.0.0',
    'Upload-Offset: 0',
    'Content-Type: application/offset+octet-stream',
    `Content-Length: ${content.length}`,
  ];
  return await openRaw(stack.url, head, content.slice(0, HALF));
}

const expectArrived = async (url: string): Promise<void> => {
  const version = versionOf(url.split('/').at(-1) ?? '') ?? '';
  const sizeBytes = async () =>
    await stat(join(stack.folder, 'uploads', `${version}.part`)).then(
      ({ size }) => size,
      () => 0,
    );
  await expect.poll(sizeBytes).toBe(HALF);
};

const read = async (name: string): Promise<Buffer> => {
  const file = must(await stack.admin().storage.from('files').download(name));
  return Buffer.from(await file.arrayBuffer());
};

test('who asks how far it is ends the request that hangs, and goes on from there', async () => {
  const url = await begin('asked');
  const stalled = await stall(url);
  await expectArrived(url);
  const cut = hear(stalled);
  expect((await tus.head(url)).offset).toBe(HALF);
  expect(await cut).not.toContain(' 204 ');
  expect((await tus.patch(url, HALF, content.slice(HALF))).status).toBe(204);
  expect((await read('asked')).toString()).toBe(content);
});

test('so does who goes on without asking', async () => {
  const url = await begin('unasked');
  await stall(url);
  await expectArrived(url);
  expect((await tus.patch(url, 0, content)).status).toBe(409);
  expect((await tus.patch(url, HALF, content.slice(HALF))).status).toBe(204);
  expect((await read('unasked')).toString()).toBe(content);
});

test('a request that still waits for the database when another comes reads nothing afterwards', async () => {
  const [url, other] = [await begin('waiting'), await begin('other')];
  const holder = await stack.pool.connect();
  await holder.query('begin; lock table storage.objects in share mode');
  const stalled = await stall(url);
  const waiting = `select from pg_locks where not granted and relation = 'storage.objects'::regclass`;
  await expect.poll(async () => (await stack.pool.query(waiting)).rowCount).toBe(1);
  const asked = tus.head(url);
  // Asked the same later: when they are answered, the one before has come.
  for (let i = 0; i < 3; i += 1) expect((await tus.head(other)).offset).toBe(0);
  await holder.query('rollback');
  holder.release();
  expect((await asked).offset).toBe(0);
  stalled.destroy();
  expect((await tus.patch(url, 0, content)).status).toBe(204);
  expect((await read('waiting')).toString()).toBe(content);
});

test('two at once do not mix what they send', async () => {
  const bytes = randomBytes(4_000_000);
  const url = await begin('contested', bytes.length);
  const both = await Promise.allSettled([tus.patch(url, 0, bytes), tus.patch(url, 0, bytes)]);
  // The first is cut or was quick enough; the second comes too late for its offset or has it all to itself.
  const ends = both.map((one) => (one.status === 'fulfilled' ? one.value.status : 'cut'));
  expect(ends.filter((end) => end === 204).length).toBeLessThanOrEqual(1);
  for (const end of ends) expect([204, 409, 500, 'cut']).toContain(end);
  const { offset } = await tus.head(url);
  expect((await tus.patch(url, offset, bytes.subarray(offset))).status).toBe(204);
  expect((await read('contested')).equals(bytes)).toBe(true);
});
