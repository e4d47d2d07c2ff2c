import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { clearOrphan } from '../postgres/orphan.ts';
import { withClient } from '../postgres/with-client.ts';
import { createTestFolder } from '../test-folders.ts';
import { openRaw } from './support/raw-request.ts';
import { type StackProcess, startStackProcess } from './support/stack-process.ts';
import { must } from './support/storage-stack.ts';
import { type TusClient, tusClient } from './support/tus-client.ts';

let dataDir: string;
let stack: StackProcess;

beforeEach(async () => {
  dataDir = await createTestFolder();
  stack = await startStackProcess(dataDir);
  must(await stack.admin().storage.createBucket('files'));
});
afterEach(async () => {
  await stack.end();
  await clearOrphan(join(dataDir, 'postgres'));
  await rm(dataDir, { recursive: true });
});

const files = () => stack.admin().storage.from('files');
const tus = (): TusClient => tusClient(stack, { apikey: stack.secretKey });

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'storage', folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function versions(): Promise<string[]> {
  return await withClient(stack.adminUrl, async (client) => {
    const { rows } = await client.query<{ version: string }>('select version from storage.objects');
    return rows.map(({ version }) => version);
  });
}

const pathOf = (url: string): string => new URL(url).pathname;
const content = randomBytes(100_000);
const HALF = content.length / 2;

/** Announces the whole, and sends a half of it. */
async function sendHalf(method: string, path: string, headers: readonly string[] = []): Promise<void> {
  const socket = await openRaw(stack.url, [
    `${method} ${path} HTTP/1.1`,
    'Host: x',
    `apikey: ${stack.secretKey}`,
    `Content-Length: ${content.length}`,
    ...headers,
  ]);
  socket.write(content.subarray(0, HALF));
}

async function resumableBytes(): Promise<number> {
  const parts = (await filesIn('uploads')).filter((name) => name.endsWith('.part'));
  const contents = parts.map(async (part) => await readFile(join(dataDir, 'storage', 'uploads', part)));
  return Buffer.concat(await Promise.all(contents)).length;
}

/** A resumable upload that stands in its middle, while its request goes on. */
async function beginResumable(name: string): Promise<string> {
  const { url } = await tus().create({ bucketName: 'files', objectName: name }, content.length);
  await sendHalf('PATCH', pathOf(url), [
    'Tus-Resumable: 1.0.0',
    'Upload-Offset: 0',
    'Content-Type: application/offset+octet-stream',
  ]);
  await expect.poll(resumableBytes).toBe(HALF);
  return url;
}

/** Many uploads, new ones and over one another, until the server is gone or `stop` is called. */
class Stream {
  /** What the server said it has, by name. */
  readonly added = new Map<string, string>();
  /** The same of those that write over one another: the latest it said it has. */
  readonly replaced = new Map<string, number>();
  #isOver = false;
  readonly #pouring: Promise<unknown>;

  constructor() {
    this.#pouring = Promise.all([0, 1, 2, 3].map(async (lane) => await this.#pour(lane)));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#pouring;
  }

  async #pour(lane: number): Promise<void> {
    for (let count = 0; !this.#isOver; count += 1) {
      const [name, text] = [`new-${lane}-${count}`, `${count} `.repeat(5_000)];
      if ((await files().upload(name, text)).error === null) this.added.set(name, text);
      const over = `over-${lane}`;
      const { error } = await files().upload(over, String(count), { upsert: true });
      if (error === null) this.replaced.set(over, count);
    }
  }
}

const read = async (name: string): Promise<string> => await must(await files().download(name)).text();

async function expectKept({ added, replaced }: Stream): Promise<void> {
  for (const [name, text] of added) expect(await read(name)).toBe(text);
  // A later one may have come without being heard of.
  for (const [name, count] of replaced) expect(Number(await read(name))).toBeGreaterThanOrEqual(count);
}

async function expectTidy(): Promise<void> {
  expect((await filesIn('files')).sort()).toEqual((await versions()).sort());
  expect(await filesIn('incoming')).toEqual([]);
}

async function expectResumes(url: string, name: string): Promise<void> {
  expect((await tus().head(url)).offset).toBe(HALF);
  expect((await tus().patch(url, HALF, content.subarray(HALF))).status).toBe(204);
  const whole = must(await files().download(name));
  expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
}

test('when the stack is killed, what it said it has is there, and nothing is half there', async () => {
  const url = await beginResumable('resumed');
  await sendHalf('POST', '/storage/v1/object/files/half');
  const stream = new Stream();
  await expect.poll(() => stream.added.size, { timeout: 15_000 }).toBeGreaterThan(15);
  process.kill(stack.pid, 'SIGKILL');
  await stack.end();
  await stream.stop();
  stack = await startStackProcess(dataDir);
  await expectKept(stream);
  expect((await files().exists('half')).data).toBe(false);
  await expectTidy();
  await expectResumes(url, 'resumed');
  await expectTidy();
}, 120_000);

test('when Postgres is killed, the stack goes on, and the next start finds everything in order', async () => {
  const url = await beginResumable('resumed');
  const stream = new Stream();
  await expect.poll(() => stream.added.size, { timeout: 15_000 }).toBeGreaterThan(15);
  const [pid] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGKILL');
  const before = stream.added.size;
  await expect.poll(() => stream.added.size, { timeout: 15_000 }).toBeGreaterThan(before + 10);
  await stream.stop();
  await expectKept(stream);
  await expectResumes(url, 'resumed');
  const onDisk = await filesIn('files');
  for (const version of await versions()) expect(onDisk).toContain(version);
  await stack.end();
  stack = await startStackProcess(dataDir);
  await expectKept(stream);
  await expectTidy();
}, 120_000);
