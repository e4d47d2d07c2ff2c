import { Readable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { ann, bob, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';

let stack: StorageStack;

const limited = `
  insert into storage.buckets (id, name, file_size_limit, allowed_mime_types)
    values ('small', 'small', 10, null), ('pictures', 'pictures', null, array['image/png', 'audio/*']);
`;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders + limited, { maxFileBytes: 1_000_000 });
});
afterAll(async () => {
  await stack.close();
});

const files = async () => (await stack.person(ann)).storage.from('files');
const read = async (name: string): Promise<string> => {
  const from = await files();
  return await must(await from.download(name)).text();
};

describe('whatever form a file comes in, it is kept byte for byte', () => {
  const bytes = new Uint8Array(200_000).map((_, index) => (index * 31) % 256);

  test.each([
    ['Blob', () => new Blob([bytes], { type: 'application/x-own' })],
    ['File', () => new File([bytes], 'a "quoted" näme.bin', { type: 'application/x-own' })],
    ['ArrayBuffer', () => bytes.buffer],
    ['Uint8Array', () => bytes],
    ['web stream', () => new Blob([bytes]).stream()],
    ['Node stream', () => Readable.from([Buffer.from(bytes.subarray(0, 7)), Buffer.from(bytes.subarray(7))])],
  ])('%s', async (form, body) => {
    const from = await files();
    const name = `${ann}/forms/${form}`;
    const uploaded = must(await from.upload(name, body(), { contentType: 'application/x-own' }));
    expect(uploaded).toMatchObject({ path: name, fullPath: `files/${name}` });
    const back = must(await from.download(name));
    expect(back.type).toBe('application/x-own');
    expect(Buffer.from(await back.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
  });

  test('an empty file', async () => {
    const from = await files();
    must(await from.upload(`${ann}/empty`, new Blob([])));
    expect(must(await from.download(`${ann}/empty`)).size).toBe(0);
  });

  test('a form that holds what looks like its own boundary', async () => {
    const tricky = '\r\n--boundary\r\n\r\n--boundar\r\n----\r\n'.repeat(1000);
    const from = await files();
    must(await from.upload(`${ann}/tricky`, new Blob([tricky])));
    expect(await read(`${ann}/tricky`)).toBe(tricky);
  });
});

test('what is said of a file is kept beside it', async () => {
  const from = await files();
  const metadata = { title: 'Grüße', pages: 3 };
  const options = { cacheControl: '60', contentType: 'text/plain', metadata };
  must(await from.upload(`${ann}/form.txt`, new Blob(['hello'], { type: 'text/plain' }), options));
  must(await from.upload(`${ann}/body.txt`, 'hello', options));
  for (const name of ['form.txt', 'body.txt']) {
    const info = must(await from.info(`${ann}/${name}`));
    expect(info).toMatchObject({ size: 5, contentType: 'text/plain', cacheControl: 'max-age=60', metadata });
    expect(info.etag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  }
  const { rows } = await stack.pool.query('select owner, owner_id from storage.objects where name = $1', [
    `${ann}/form.txt`,
  ]);
  expect(rows).toEqual([{ owner: ann, owner_id: ann }]);
});

describe('a name that is taken', () => {
  test('is refused, and the file stays', async () => {
    const from = await files();
    must(await from.upload(`${ann}/taken`, 'first'));
    const { error } = await from.upload(`${ann}/taken`, 'second');
    expect(error).toMatchObject({ status: 400, statusCode: '409', message: 'The resource already exists' });
    expect(await read(`${ann}/taken`)).toBe('first');
  });

  test('is written over by upsert and by update', async () => {
    const from = await files();
    must(await from.upload(`${ann}/changing`, 'first'));
    must(await from.upload(`${ann}/changing`, 'second', { upsert: true }));
    expect(await read(`${ann}/changing`)).toBe('second');
    must(await from.update(`${ann}/changing`, 'third'));
    expect(await read(`${ann}/changing`)).toBe('third');
    const { rows } = await stack.pool.query('select count(*)::int from storage.objects where name = $1', [
      `${ann}/changing`,
    ]);
    expect(rows).toEqual([{ count: 1 }]);
  });
});

describe('a bucket’s limits hold', () => {
  test('the size, announced or not', async () => {
    const small = stack.admin().storage.from('small');
    const refusal = {
      status: 400,
      statusCode: '413',
      message: 'The object exceeded the maximum allowed size',
    };
    must(await small.upload('fits', '0123456789'));
    expect((await small.upload('long', '0123456789a')).error).toMatchObject(refusal);
    expect((await small.upload('long', new Blob(['0123456789a']))).error).toMatchObject(refusal);
    const stream = new Blob(['0123456789a']).stream();
    expect((await small.upload('long', stream)).error).toMatchObject(refusal);
    expect((await small.info('long')).error).toMatchObject({ statusCode: '404' });
  });

  test('the project’s, whatever the bucket says', async () => {
    const from = await files();
    const { error } = await from.upload(`${ann}/large`, new Blob([Buffer.alloc(1_000_001)]));
    expect(error).toMatchObject({ statusCode: '413' });
  });

  test('the types', async () => {
    const pictures = stack.admin().storage.from('pictures');
    must(await pictures.upload('a.png', 'x', { contentType: 'image/png' }));
    must(await pictures.upload('a.ogg', new Blob(['x'], { type: 'audio/ogg' })));
    for (const contentType of ['text/html', 'image/svg+xml', 'image', 'image/pngx']) {
      const { error } = await pictures.upload('b', 'x', { contentType });
      expect(error).toMatchObject({
        statusCode: '415',
        message: `mime type ${contentType} is not supported`,
      });
    }
    const form = await pictures.upload('b', new Blob(['x'], { type: 'text/html' }));
    expect(form.error).toMatchObject({ statusCode: '415' });
  });
});

describe('policies decide before a byte is kept', () => {
  test('nobody writes into another’s folder', async () => {
    const from = await files();
    const refusal = { status: 400, statusCode: '403', message: 'new row violates row-level security policy' };
    expect((await from.upload(`${bob}/mine`, 'x')).error).toMatchObject(refusal);
    expect((await from.upload(`${bob}/mine`, 'x', { upsert: true })).error).toMatchObject(refusal);
    const stranger = stack.anon().storage.from('files');
    expect((await stranger.upload(`${ann}/theirs`, 'x')).error).toMatchObject(refusal);
  });

  test('the secret key goes past them', async () => {
    const { fullPath } = must(await stack.admin().storage.from('files').upload('anywhere/at/all', 'x'));
    expect(fullPath).toBe('files/anywhere/at/all');
  });

  test('a bucket that is not there', async () => {
    const { error } = await stack.admin().storage.from('nowhere').upload('a', 'x');
    expect(error).toMatchObject({ status: 400, statusCode: '404', message: 'Bucket not found' });
  });
});
