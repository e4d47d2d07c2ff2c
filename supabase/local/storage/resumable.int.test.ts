import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { ann, bob, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';
import { octets, type TusClient, tusClient } from './support/tus-client.ts';

let stack: StorageStack;
let tus: TusClient;

const MEBIBYTE = 1024 * 1024;
const CHUNK = 6 * MEBIBYTE;
const limited = `
  insert into storage.buckets (id, name, file_size_limit, allowed_mime_types)
    values ('small', 'small', 10, array['image/png']);
`;
const bearer = async (id: string) => ({ authorization: `Bearer ${await stack.tokenOf(id)}` });
const named = (name: string, more: Record<string, string> = {}) => ({
  bucketName: 'files',
  objectName: `${ann}/${name}`,
  ...more,
});

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders + limited);
  tus = tusClient(stack, await bearer(ann));
});
afterAll(async () => {
  await stack.close();
});

const read = async (name: string): Promise<Buffer> => {
  const from = (await stack.person(ann)).storage.from('files');
  return Buffer.from(await must(await from.download(`${ann}/${name}`)).arrayBuffer());
};
const leftovers = async (): Promise<string[]> =>
  (await readdir(join(stack.folder, 'uploads'))).filter((name) => name.endsWith('.part'));

test('a file comes in chunks of 6 MiB and is there with the last of them', async () => {
  const content = randomBytes(2 * CHUNK + 1000);
  const metadata = { contentType: 'audio/ogg', cacheControl: '60', metadata: '{"take":2}' };
  const { status, url, headers } = await tus.create(named('song.ogg', metadata), content.length);
  expect(status).toBe(201);
  expect(Date.parse(headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  for (const [offset, end] of [
    [0, CHUNK],
    [CHUNK, 2 * CHUNK],
  ] as const) {
    const told = await tus.patch(url, offset, content.subarray(offset, end));
    expect([told.status, told.headers.get('upload-offset')]).toEqual([204, String(end)]);
    const from = (await stack.person(ann)).storage.from('files');
    expect((await from.exists(`${ann}/song.ogg`)).data).toBe(false);
  }
  const last = await tus.patch(url, 2 * CHUNK, content.subarray(2 * CHUNK));
  expect([last.status, last.headers.get('tus-complete')]).toEqual([204, '1']);
  expect((await read('song.ogg')).equals(content)).toBe(true);
  const info = must(await (await stack.person(ann)).storage.from('files').info(`${ann}/song.ogg`));
  expect(info).toMatchObject({
    size: content.length,
    contentType: 'audio/ogg',
    cacheControl: 'max-age=60',
    metadata: { take: 2 },
  });
});

test('it goes on where it stood after a restart of the server', async () => {
  const content = randomBytes(100_000);
  const { url } = await tus.create(named('restarted'), content.length);
  await tus.patch(url, 0, content.subarray(0, 40_000));
  await stack.restart();
  const { offset, headers } = await tus.head(url);
  expect([offset, headers.get('upload-length'), headers.get('cache-control')]).toEqual([
    40_000,
    '100000',
    'no-store',
  ]);
  expect((await tus.patch(url, offset, content.subarray(offset))).status).toBe(204);
  expect((await read('restarted')).equals(content)).toBe(true);
});

test('who missed the last answer learns that all is there', async () => {
  const { url } = await tus.create(named('unheard'), 4);
  await tus.patch(url, 0, 'four');
  expect((await tus.head(url)).offset).toBe(4);
  expect((await tus.patch(url, 4, '')).status).toBe(204);
  await stack.restart();
  expect((await tus.head(url)).offset).toBe(4);
  expect((await tus.cancel(url)).status).toBe(400);
  expect((await read('unheard')).toString()).toBe('four');
});

test('many at once do not get in each other’s way', async () => {
  const all = Array.from({ length: 6 }, (_, index) => ({
    name: `parallel${index}`,
    content: randomBytes(50_000 + index),
  }));
  await Promise.all(
    all.map(async ({ name, content }) => {
      const { url } = await tus.create(named(name), content.length);
      for (let offset = 0; offset < content.length; offset += 20_000) {
        await tus.patch(url, offset, content.subarray(offset, offset + 20_000));
      }
    }),
  );
  for (const { name, content } of all) expect((await read(name)).equals(content)).toBe(true);
});

test('the first bytes may come with the creation, and the length later', async () => {
  const one = await tus.create(named('at once'), 5, octets, 'hello');
  expect([one.status, one.headers.get('upload-offset')]).toEqual([201, '5']);
  expect((await read('at once')).toString()).toBe('hello');
  const two = await tus.create(named('later'), null);
  expect((await tus.head(two.url)).headers.get('upload-defer-length')).toBe('1');
  await tus.patch(two.url, 0, 'hel');
  expect((await tus.patch(two.url, 3, 'lo', { 'upload-length': '5' })).status).toBe(204);
  expect((await read('later')).toString()).toBe('hello');
  const empty = await tus.create(named('nothing'), 0);
  expect(empty.status).toBe(201);
  expect((await read('nothing')).length).toBe(0);
});

test('given up, nothing of it is left', async () => {
  const { url } = await tus.create(named('given up'), 10);
  await tus.patch(url, 0, 'half');
  expect((await tus.cancel(url)).status).toBe(204);
  expect((await tus.head(url)).status).toBe(404);
  expect((await tus.patch(url, 4, 'more')).status).toBe(404);
  expect(await leftovers()).toEqual([]);
});

test('after a day it is gone, and its bytes with the next start', async () => {
  const { url } = await tus.create(named('late'), 10);
  await tus.patch(url, 0, 'half');
  stack.advance(24 * 3600 + 1);
  tus = tusClient(stack, { apikey: stack.keys.secretKey });
  expect((await tus.head(url)).status).toBe(410);
  expect((await tus.patch(url, 4, 'more')).status).toBe(410);
  await stack.restart();
  expect((await tus.head(url)).status).toBe(404);
  expect(await leftovers()).toEqual([]);
  stack.advance(-24 * 3600 - 1);
  tus = tusClient(stack, await bearer(ann));
});

describe('the protocol is kept', () => {
  test('only where it stands can it go on', async () => {
    const { url } = await tus.create(named('offsets'), 10);
    await tus.patch(url, 0, 'half');
    for (const offset of [0, 3, 5, 11]) {
      const told = await tus.patch(url, offset, 'x');
      expect([told.status, told.text]).toEqual([409, 'Upload-Offset conflict\n']);
    }
    expect((await tus.head(url)).offset).toBe(4);
  });

  test('no more comes in than was announced', async () => {
    const { url } = await tus.create(named('more'), 4);
    expect((await tus.patch(url, 0, 'fives')).status).toBe(413);
    const stream = new Blob(['fives']).stream();
    const endless: RequestInit & { duplex: 'half' } = { method: 'PATCH', body: stream, duplex: 'half' };
    const told = await stack.request(new URL(url).pathname.replace('/storage/v1', ''), {
      ...endless,
      headers: { ...(await bearer(ann)), 'tus-resumable': '1.0.0', ...octets, 'upload-offset': '0' },
    });
    expect(told.status).toBe(413);
    const from = (await stack.person(ann)).storage.from('files');
    expect((await from.exists(`${ann}/more`)).data).toBe(false);
  });

  test.each([
    ['no version', 412, { 'tus-resumable': '' }, 4],
    ['another version', 412, { 'tus-resumable': '0.2.2' }, 4],
    ['a length that is no number', 400, { 'upload-length': '-1' }, 4],
    ['two lengths', 400, { 'upload-defer-length': '1' }, 4],
    ['no metadata', 400, { 'upload-metadata': '' }, 4],
    ['broken metadata', 400, { 'upload-metadata': 'bucketName ???' }, 4],
    ['parts of a whole', 501, { 'upload-concat': 'partial' }, 4],
    ['too much', 413, {}, 51 * MEBIBYTE],
  ] as const)('%s is refused with %d', async (_what, status, headers, length) => {
    expect((await tus.create(named('refused'), length, headers)).status).toBe(status);
  });

  test('offset and type are asked for', async () => {
    const { url } = await tus.create(named('asked'), 4);
    expect((await tus.patch(url, 0, 'four', { 'content-type': 'text/plain' })).status).toBe(403);
    expect((await tus.patch(url, 0, 'four', { 'upload-offset': 'x' })).status).toBe(400);
  });

  test('what the server can do is told', async () => {
    const told = await stack.request('/upload/resumable', { method: 'OPTIONS' });
    expect(told.headers.get('tus-extension')).toBe(
      'creation,creation-with-upload,creation-defer-length,termination,expiration',
    );
    expect(told.headers.get('tus-max-size')).toBe(String(50 * MEBIBYTE));
  });

  test('an address that names no upload', async () => {
    const base = `${stack.url}/storage/v1/upload/resumable`;
    const ids = ['x', '..%2f..%2fkeys.json', Buffer.from('files/a/../../../x').toString('base64url')];
    for (const id of ids) expect((await tus.head(`${base}/${id}`)).status).toBe(404);
  });
});

describe('rights are asked at each step', () => {
  test('to begin', async () => {
    const bobs = tusClient(stack, await bearer(bob));
    const told = await bobs.create(named('mine'), 4);
    expect([told.status, told.text]).toEqual([403, 'new row violates row-level security policy']);
    expect((await tus.create({ bucketName: 'nowhere', objectName: 'a' }, 4)).status).toBe(404);
    expect((await tus.create({ bucketName: 'files', objectName: '../a' }, 4)).status).toBe(400);
  });

  test('to go on, to give up', async () => {
    const { url } = await tus.create(named('guarded'), 4);
    const bobs = tusClient(stack, await bearer(bob));
    expect((await bobs.patch(url, 0, 'evil')).status).toBe(403);
    expect((await bobs.cancel(url)).status).toBe(403);
    expect((await tus.head(url)).offset).toBe(0);
  });

  test('over another file only with x-upsert', async () => {
    await tus.create(named('existing'), 3, octets, 'old');
    expect((await tus.create(named('existing'), 3)).status).toBe(409);
    const upserting = tusClient(stack, { ...(await bearer(ann)), 'x-upsert': 'true' });
    expect((await upserting.create(named('existing'), 3, octets, 'new')).status).toBe(201);
    expect((await read('existing')).toString()).toBe('new');
  });

  test('the bucket’s limits', async () => {
    const admin = tusClient(stack, { apikey: stack.keys.secretKey });
    const picture = { bucketName: 'small', objectName: 'a.png', contentType: 'image/png' };
    expect((await admin.create(picture, 11)).status).toBe(413);
    expect((await admin.create({ ...picture, contentType: 'text/html' }, 5)).status).toBe(415);
    const deferred = await admin.create(picture, null);
    expect((await admin.patch(deferred.url, 0, 'x', { 'upload-length': '11' })).status).toBe(413);
    expect((await admin.create(picture, 5, octets, 'hello')).status).toBe(201);
  });

  test('a signed upload URL opens its one file', async () => {
    const from = (await stack.person(ann)).storage.from('files');
    const { token } = must(await from.createSignedUploadUrl(`${ann}/signed`));
    const signed = tusClient(stack, { 'x-signature': token }, '/upload/resumable/sign');
    const { url, status } = await signed.create(named('signed'), 4);
    expect([status, url.includes('/upload/resumable/sign/')]).toEqual([201, true]);
    const without = tusClient(stack, {}, '/upload/resumable/sign');
    expect((await without.head(url)).status).toBe(400);
    expect((await signed.head(url)).offset).toBe(0);
    expect((await signed.patch(url, 0, 'four')).status).toBe(204);
    expect((await read('signed')).toString()).toBe('four');
    expect((await signed.create(named('unsigned'), 4)).status).toBe(400);
    expect((await without.create(named('signed'), 4)).status).toBe(400);
  });
});
