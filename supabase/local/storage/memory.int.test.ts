import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const MEBIBYTE = 1024 * 1024;
const SIZE = (process.env['PARLEY_SOAK'] === '1' ? 1024 : 256) * MEBIBYTE;
const ALLOWED_GROWTH = 100 * MEBIBYTE;

let dataDir: string;
let child: ChildProcess;
let url: string;
let admin: SupabaseClient;
let key: string;

const described = z.object({ env: z.object({ SUPABASE_URL: z.string(), SUPABASE_SECRET_KEY: z.string() }) });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-storage-memory-'));
  const main = join(import.meta.dirname, '..', 'main.ts');
  const config = join(dataDir, 'config.toml');
  await writeFile(config, '[storage]\nfile_size_limit = "2GiB"\n');
  const args = [main, '--data-dir', dataDir, '--config', config, '--no-fsync', '--with-parent'];
  child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('The stack has no output');
  await once(child.stdout, 'data');
  const { env } = described.parse(JSON.parse(await readFile(join(dataDir, 'stack.json'), 'utf8')));
  url = env.SUPABASE_URL;
  key = env.SUPABASE_SECRET_KEY;
  admin = createClient(url, key, { auth: { persistSession: false } });
  await admin.storage.createBucket('large');
});
afterAll(async () => {
  const exit = once(child, 'exit');
  child.kill();
  await exit;
  await rm(dataDir, { recursive: true, force: true });
});

/** The most memory that the stack's process ever had, in bytes. */
async function peakBytes(): Promise<number> {
  const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8');
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

async function upload(
  path: string,
  headers: Record<string, string>,
  body: Iterable<Buffer>,
): Promise<number> {
  const call = request(`${url}/storage/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
  });
  Readable.from(body).pipe(call);
  const answered = once(call, 'response');
  const [response]: unknown[] = await answered;
  if (!(response instanceof Readable) || !('statusCode' in response)) throw new Error('no answer');
  response.resume();
  await once(response, 'end');
  return Number(response.statusCode);
}

async function downloadedHash(name: string): Promise<string> {
  const { data } = await admin.storage.from('large').createSignedUrl(name, 600);
  const { body } = await fetch(data?.signedUrl ?? '');
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
    expect(await upload('/object/large/plain', length, pieces(SIZE))).toBe(200);
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
    expect(await upload('/object/large/form', multipart, form(SIZE / 4))).toBe(200);
    expect(await downloadedHash('plain')).toBe(hashOf(SIZE));
    expect(await downloadedHash('form')).toBe(hashOf(SIZE / 4));
    expect((await peakBytes()) - before).toBeLessThan(ALLOWED_GROWTH);
  },
  1_800_000,
);
