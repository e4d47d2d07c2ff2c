import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { ann, bob, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';

let stack: StorageStack;

const otherBucket = `
  create policy "Everyone signed in writes here" on storage.objects for all to authenticated
    using (bucket_id = 'other') with check (bucket_id = 'other');
`;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders + otherBucket);
});
afterAll(async () => {
  await stack.close();
});

const files = async (person = ann) => (await stack.person(person)).storage.from('files');
const put = async (name: string, content = name): Promise<string> => {
  const path = `${ann}/${name}`;
  must(await (await files()).upload(path, content));
  return path;
};
const read = async (bucket: string, path: string): Promise<string> =>
  await must(await stack.admin().storage.from(bucket).download(path)).text();
const countOnDisk = async (): Promise<number> => {
  const entries = await readdir(join(stack.folder, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};

describe('move', () => {
  test('gives a file another name, or another bucket', async () => {
    const path = await put('old name');
    expect(must(await (await files()).move(path, `${ann}/new name`))).toMatchObject({
      message: 'Successfully moved',
    });
    expect(await read('files', `${ann}/new name`)).toBe('old name');
    expect((await (await files()).info(path)).error).toMatchObject({ statusCode: '404' });
    must(await (await files()).move(`${ann}/new name`, `${ann}/there`, { destinationBucket: 'other' }));
    expect(await read('other', `${ann}/there`)).toBe('old name');
  });

  test('does not take a name that is taken', async () => {
    const [one, two] = [await put('one'), await put('two')];
    expect((await (await files()).move(one, two)).error).toMatchObject({ statusCode: '409' });
    expect([await read('files', one), await read('files', two)]).toEqual(['one', 'two']);
  });

  test('neither takes another’s file nor puts one into another’s folder', async () => {
    const path = await put('stays');
    expect((await (await files(bob)).move(path, `${bob}/mine`)).error).toMatchObject({ statusCode: '404' });
    const away = await (await files()).move(path, `${bob}/gift`);
    expect(away.error).toMatchObject({ statusCode: '403' });
    expect(await read('files', path)).toBe('stays');
  });

  test('refuses a bucket that is not there', async () => {
    const path = await put('homeless');
    const { error } = await stack
      .admin()
      .storage.from('files')
      .move(path, 'a', { destinationBucket: 'none' });
    expect(error).toMatchObject({ statusCode: '404', message: 'The related resource does not exist' });
  });
});

describe('copy', () => {
  test('makes a second file that lives on its own', async () => {
    const path = await put('original');
    must(await (await files()).copy(path, `${ann}/copy`));
    must(await (await files()).update(path, 'changed'));
    expect([await read('files', path), await read('files', `${ann}/copy`)]).toEqual(['changed', 'original']);
    const copied = must(await (await files()).copy(path, 'copy', { destinationBucket: 'other' }));
    expect(copied).toEqual({ path: 'other/copy' });
    must(await (await files()).remove([path]));
    expect(await read('other', 'copy')).toBe('changed');
  });

  test('does not write over another file, nor where the caller may not', async () => {
    const [one, two] = [await put('copied'), await put('kept')];
    expect((await (await files()).copy(one, two)).error).toMatchObject({ statusCode: '409' });
    expect((await (await files()).copy(one, `${bob}/x`)).error).toMatchObject({ statusCode: '403' });
    expect((await (await files(bob)).copy(one, `${bob}/x`)).error).toMatchObject({ statusCode: '404' });
    expect(await read('files', two)).toBe('kept');
  });

  test('may say anew what the file is', async () => {
    const path = await put('described');
    const options = { copyMetadata: false, metadata: { mimetype: 'application/x-new' } };
    must(await (await files()).copy(path, `${ann}/redescribed`, options));
    expect(must(await (await files()).info(`${ann}/redescribed`))).toMatchObject({
      contentType: 'application/x-new',
      size: 9,
    });
  });
});

describe('remove', () => {
  test('takes many at once, and the files with the rows', async () => {
    const paths = await Promise.all(['r1', 'r2', 'r3'].map(async (name) => await put(name)));
    const before = await countOnDisk();
    const removed = must(await (await files()).remove([...paths, `${ann}/none`]));
    expect(removed.map(({ name }) => name).sort()).toEqual(paths);
    expect(await countOnDisk()).toBe(before - 3);
  });

  test('passes over what the caller may not remove', async () => {
    const path = await put('mine');
    expect(must(await (await files(bob)).remove([path]))).toEqual([]);
    expect(must(await stack.anon().storage.from('files').remove([path]))).toEqual([]);
    expect(await read('files', path)).toBe('mine');
  });

  test('takes at most 1,000, and at least one', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => `${ann}/${index}`);
    expect((await (await files()).remove(many)).error).toMatchObject({
      statusCode: '400',
      message: 'Bulk object requests are limited to 1000 objects per request.',
    });
    expect((await (await files()).remove([])).error).toMatchObject({ statusCode: '400' });
  });

  test('is the only way: SQL is refused, also to the owner of the schema’s tables', async () => {
    await put('by sql');
    await expect(stack.pool.query('delete from storage.objects')).rejects.toThrow(/Use the Storage API/);
    await expect(stack.pool.query('delete from storage.buckets')).rejects.toThrow(/Use the Storage API/);
  });
});

test('a replaced file leaves nothing on the disk', async () => {
  const path = await put('again');
  const before = await countOnDisk();
  for (const content of ['1', '2', '3']) must(await (await files()).update(path, content));
  expect(await countOnDisk()).toBe(before);
});

test('uploads of one name at once leave one whole file', async () => {
  const contents = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000));
  const before = await countOnDisk();
  const from = await files();
  const results = await Promise.all(
    contents.map(async (content) => await from.upload(`${ann}/race`, content, { upsert: true })),
  );
  expect(results.map(({ error }) => error)).toEqual(contents.map(() => null));
  expect(contents).toContain(await read('files', `${ann}/race`));
  expect(await countOnDisk()).toBe(before + 1);
});
