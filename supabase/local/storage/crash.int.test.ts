import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { must, startStorageStack, type StorageStack } from './support/storage-stack.ts';
import { tusClient } from './support/tus-client.ts';

let stack: StorageStack;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders, { fsync: true });
});
afterAll(async () => {
  await stack.close();
});

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(join(stack.folder, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

test('what a crash left is cleared at the next start, and nothing else', async () => {
  const files = stack.admin().storage.from('files');
  must(await files.upload('kept', 'kept'));
  const kept = await filesIn('files');
  const orphan = '11111111-2222-4333-8444-555555555555';
  await mkdir(join(stack.folder, 'files', '11'), { recursive: true });
  await writeFile(join(stack.folder, 'files', '11', orphan), 'no row names this');
  await writeFile(join(stack.folder, 'incoming', orphan), 'half an upl');
  await writeFile(join(stack.folder, 'uploads', `${orphan}.json.draft.tmp`), '{"ver');
  await writeFile(join(stack.folder, 'uploads', `${orphan}.json`), 'damaged');
  await stack.restart();
  expect(await filesIn('files')).toEqual(kept);
  expect([await filesIn('incoming'), await filesIn('uploads')]).toEqual([[], []]);
  expect(await must(await stack.admin().storage.from('files').download('kept')).text()).toBe('kept');
  expect(stack.logged.splice(0)).toEqual([
    expect.stringMatching(new RegExp(`state is damaged .*${orphan}`)),
    expect.stringContaining('files without a row removed'),
  ]);
});

test('an upload that the database does not take leaves no file', async () => {
  const before = await filesIn('files');
  await stack.pool.query(`
    create function public.refuse() returns trigger language plpgsql as $$
      begin
        if new.metadata ? 'eTag' then raise exception 'not now'; end if;
        return new;
      end $$;
    create trigger refuse before insert on storage.objects for each row execute function public.refuse()`);
  const { error } = await stack.admin().storage.from('files').upload('refused', 'x');
  await stack.pool.query('drop trigger refuse on storage.objects');
  expect(error).toMatchObject({ status: 500, message: 'database error, code: P0001' });
  expect(await filesIn('files')).toEqual(before);
  expect(stack.logged.splice(0)).toHaveLength(1);
});

test('nor does a resumable one, which is told as the others are', async () => {
  const before = await filesIn('files');
  const tus = tusClient(stack, { apikey: stack.keys.secretKey });
  const { url } = await tus.create({ bucketName: 'files', objectName: 'refused' }, 4);
  await stack.pool.query(
    'create trigger refuse before insert on storage.objects for each row execute function public.refuse()',
  );
  const told = await tus.patch(url, 0, 'four');
  await stack.pool.query('drop trigger refuse on storage.objects');
  expect([told.status, told.text]).toEqual([500, 'database error, code: P0001']);
  expect(await filesIn('files')).toEqual(before);
  expect(stack.logged.splice(0)).toEqual([expect.stringContaining('"cause":"not now"')]);
  expect((await tus.cancel(url)).status).toBe(204);
});

test('of many uploads of one name at once one stays, whole, and of the others nothing', async () => {
  const before = await filesIn('files');
  const files = stack.admin().storage.from('files');
  const contents = Array.from({ length: 10 }, (_, index) => `${index} `.repeat(100_000));
  const written = contents.map(async (content) => await files.upload('contested', content, { upsert: true }));
  const read = written.map(async (upload) => {
    await upload;
    return await must(await files.download('contested')).text();
  });
  for (const upload of await Promise.all(written)) must(upload);
  for (const content of await Promise.all(read)) expect(contents.includes(content)).toBe(true);
  const last = await must(await files.download('contested')).text();
  expect(contents.includes(last)).toBe(true);
  expect(await filesIn('files')).toHaveLength(before.length + 1);
  expect(await filesIn('incoming')).toEqual([]);
  expect(stack.logged).toEqual([]);
});

test('a row whose file is gone is told as missing', async () => {
  const files = stack.admin().storage.from('files');
  must(await files.upload('lost', 'x'));
  await stack.pool.query(`update storage.objects set version = gen_random_uuid()::text where name = 'lost'`);
  expect((await files.download('lost')).error).toMatchObject({ status: 400, statusCode: '404' });
});
