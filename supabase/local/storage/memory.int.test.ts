import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type StackProcess, startStackProcess } from './support/stack-process.ts';
import { must } from './support/storage-stack.ts';
import { octets, tusClient } from './support/tus-client.ts';

const MEBIBYTE = 1024 * 1024;
const SIZE = (process.env['PARLEY_SOAK'] === '1' ? 1024 : 256) * MEBIBYTE;
// Still more than the memory that is allowed.
const HALF = SIZE / 2;
const ALLOWED_GROWTH = 100 * MEBIBYTE;

let dataDir: string;
let stack: StackProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-storage-memory-'));
  const config = join(dataDir, 'config.toml');
  await writeFile(config, '[storage]\nfile_size_limit = "2GiB"\n');
  stack = await startStackProcess(dataDir, ['--config', config]);
  must(await stack.admin().storage.createBucket('large'));
});
afterAll(async () => {
  await stack.end();
  await rm(dataDir, { recursive: true, force: true });
});

/** The most memory that the stack's process ever had, in bytes. */
async function peakBytes(): Promise<number> {
  const status = await readFile(`/proc/${stack.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

const piece = randomBytes(MEBIBYTE);

function* pieces(bytes: number): Generator<Buffer> {
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

function hashOf(bytes: number): string {
  const hash = createHash('md5');
  for (const part of pieces(bytes)) hash.update(part);
  return hash.digest('hex');
}

/** Sends a body of any size, and answers the status. */
async function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Iterable<Buffer>,
): Promise<number> {
  const call = request(`${stack.url}${path}`, {
    method,
    headers: { apikey: stack.secretKey, ...headers },
  });
  Readable.from(body).pipe(call);
  const [response]: unknown[] = await once(call, 'response');
  if (!(response instanceof Readable) || !('statusCode' in response)) throw new Error('no answer');
  response.resume();
  await once(response, 'end');
  return Number(response.statusCode);
}

const upload = async (
  name: string,
  headers: Record<string, string>,
  body: Iterable<Buffer>,
): Promise<number> => await send('POST', `/storage/v1/object/large/${name}`, headers, body);

async function resume(url: string, offset: number, bytes: number): Promise<number> {
  const headers = {
    ...octets,
    'tus-resumable': '1.0.0',
    'upload-offset': String(offset),
    'content-length': String(bytes),
  };
  return await send('PATCH', new URL(url).pathname, headers, pieces(bytes));
}

async function downloadedHash(name: string): Promise<string> {
  const { signedUrl } = must(await stack.admin().storage.from('large').createSignedUrl(name, 600));
  const { body } = await fetch(signedUrl);
  if (body === null) throw new Error('no content');
  const hash = createHash('md5');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
}

function* form(bytes: number): Generator<Buffer> {
  yield Buffer.from('--b\r\nContent-Disposition: form-data; name=""; filename="blob"\r\n\r\n');
  yield* pieces(bytes);
  yield Buffer.from('\r\n--b--\r\n');
}

test.runIf(process.platform === 'linux')(
  `${SIZE / MEBIBYTE} MiB go up and down in less than 100 MB of memory`,
  async () => {
    const before = await peakBytes();
    const length = { 'content-length': String(SIZE) };
    expect(await upload('plain', length, pieces(SIZE))).toBe(200);
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
    expect(await upload('form', multipart, form(SIZE / 4))).toBe(200);
    const tus = tusClient(stack, { apikey: stack.secretKey });
    const { url } = await tus.create({ bucketName: 'large', objectName: 'resumed' }, HALF + MEBIBYTE);
    expect(await resume(url, 0, HALF)).toBe(204);
    expect(await resume(url, HALF, MEBIBYTE)).toBe(204);
    expect(await downloadedHash('resumed')).toBe(hashOf(HALF + MEBIBYTE));
    expect(await downloadedHash('plain')).toBe(hashOf(SIZE));
    expect(await downloadedHash('form')).toBe(hashOf(SIZE / 4));
    expect((await peakBytes()) - before).toBeLessThan(ALLOWED_GROWTH);
  },
  1_800_000,
);
