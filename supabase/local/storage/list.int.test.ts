import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { ann, bob, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';

let stack: StorageStack;
const names = ['a.txt', 'B.txt', 'c/1.txt', 'c/2.txt', 'c/deep/3.txt', 'C2/x.txt', 'd!.txt', 'd_e.txt'];

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders);
  const files = stack.admin().storage.from('files');
  for (const name of names) must(await files.upload(`${ann}/${name}`, name));
  must(await files.upload(`${bob}/secret.txt`, 'x'));
});
afterAll(async () => {
  await stack.close();
});

const files = async () => (await stack.person(ann)).storage.from('files');
type ListOptions = Parameters<Awaited<ReturnType<typeof files>>['list']>[1];
const list = async (folder: string, options?: ListOptions): Promise<string[]> => {
  const entries = must(await (await files()).list(folder, options));
  return entries.map(({ name, id }) => (id === null ? `${name}/` : name));
};

describe('the content of a folder', () => {
  test('is its files and its subfolders, in order of name, without regard to case', async () => {
    expect(await list(ann)).toEqual(['a.txt', 'B.txt', 'c/', 'C2/', 'd!.txt', 'd_e.txt']);
    expect(await list(`${ann}/c/`)).toEqual(['1.txt', '2.txt', 'deep/']);
    expect(await list(`${ann}/none`)).toEqual([]);
  });

  test('is described file by file', async () => {
    const [file] = must(await (await files()).list(`${ann}/c`));
    expect(file).toMatchObject({
      name: '1.txt',
      metadata: { size: 7, mimetype: 'text/plain;charset=UTF-8' },
    });
    expect(Date.parse(file?.created_at ?? '')).toBeGreaterThan(0);
  });

  test('comes in pages, either way round', async () => {
    expect(await list(ann, { limit: 2, offset: 1 })).toEqual(['B.txt', 'c/']);
    const sortBy = { column: 'name', order: 'desc' };
    expect(await list(ann, { limit: 3, sortBy })).toEqual(['d_e.txt', 'd!.txt', 'C2/']);
  });

  test('can be searched by how names begin; nothing in the search is a wildcard', async () => {
    expect(await list(ann, { search: 'C' })).toEqual(['c/', 'C2/']);
    expect(await list(ann, { search: 'd_' })).toEqual(['d_e.txt']);
    expect(await list(ann, { search: '%' })).toEqual([]);
    expect(await list(ann, { search: 'c/deep' })).toEqual(['c/deep/']);
  });

  test('can be ordered by time: folders first', async () => {
    const sortBy = { column: 'created_at', order: 'desc' };
    expect(await list(ann, { sortBy })).toEqual(['C2/', 'c/', 'd_e.txt', 'd!.txt', 'B.txt', 'a.txt']);
  });

  test('shows each only what they may read', async () => {
    expect(await list('')).toEqual([`${ann}/`]);
    expect(must(await stack.anon().storage.from('files').list(''))).toEqual([]);
    expect(must(await stack.admin().storage.from('files').list(bob))).toMatchObject([{ name: 'secret.txt' }]);
  });

  test.each([
    { limit: 0 },
    { offset: -1 },
    { sortBy: { column: 'version; drop table x', order: 'asc' } },
    { sortBy: { column: 'name', order: 'asc; --' } },
  ])('refuses what is no page or order: %j', async (options) => {
    const { error } = await (await files()).list(ann, options);
    expect(error).toMatchObject({ status: 400, statusCode: '400' });
  });
});

const sorted = (entries: string[]): string[] => entries.toSorted();

describe('the second list', () => {
  type Options = Parameters<Awaited<ReturnType<typeof files>>['listV2']>[0];
  const page = async (options: Options) => must(await (await files()).listV2(options));

  test('gives all names that begin so, however deep', async () => {
    const { objects, folders, hasNext } = await page({ prefix: `${ann}/c` });
    expect(objects.map(({ name }) => name)).toEqual(
      ['c/1.txt', 'c/2.txt', 'c/deep/3.txt'].map((name) => `${ann}/${name}`),
    );
    expect([folders, hasNext]).toEqual([[], false]);
  });

  test('folds folders where asked', async () => {
    const { objects, folders } = await page({ prefix: `${ann}/c/`, with_delimiter: true });
    expect(objects.map(({ key }) => key)).toEqual(['1.txt', '2.txt']);
    expect(folders.map(({ name, key }) => [name, key])).toEqual([[`${ann}/c/deep/`, 'deep']]);
  });

  async function pagesOf(limit: number, sortBy: NonNullable<Options>['sortBy']): Promise<string[][]> {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const next = await page({
        prefix: `${ann}/`,
        limit,
        with_delimiter: true,
        ...(sortBy === undefined ? {} : { sortBy }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      pages.push([...next.folders, ...next.objects].map(({ name }) => name.slice(ann.length + 1)));
      cursor = next.nextCursor;
    } while (cursor !== undefined);
    return pages;
  }
  // By code points: folders have no times and count as the oldest; files were uploaded in the order of `names`.
  const byName = ['B.txt', 'C2/', 'a.txt', 'c/', 'd!.txt', 'd_e.txt'];
  const byTime = ['C2/', 'c/', 'a.txt', 'B.txt', 'd!.txt', 'd_e.txt'];

  test.each([
    { column: 'name', order: 'asc', expected: byName },
    { column: 'name', order: 'desc', expected: byName.toReversed() },
    { column: 'created_at', order: 'asc', expected: byTime },
    { column: 'updated_at', order: 'desc', expected: byTime.toReversed() },
  ] as const)('pages through everything once by $column $order', async ({ column, order, expected }) => {
    const sortBy = { column, order };
    expect(await pagesOf(1, sortBy)).toEqual(expected.map((name) => [name]));
    // Within a page the answer tells folders from files, so that their order among each other is lost.
    const pages = [expected.slice(0, 2), expected.slice(2, 4), expected.slice(4)];
    expect((await pagesOf(2, sortBy)).map(sorted)).toEqual(pages.map(sorted));
  });

  test('refuses a cursor that it did not make', async () => {
    const { error } = await (await files()).listV2({ cursor: 'bm9uc2Vuc2U=' });
    expect(error).toMatchObject({ status: 400, message: 'Invalid Parameter continuation token' });
  });
});
