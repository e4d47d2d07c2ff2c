import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { must, startStorageStack, type StorageStack } from './support/storage-stack.ts';

let stack: StorageStack;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'));
  must(await stack.admin().storage.createBucket('files'));
});
afterAll(async () => {
  await stack.close();
});

const storage = () => stack.admin().storage;
const lifecycle = { rules: [] };
type Call = () => Promise<{ error: unknown }>;
const calls: [what: string, Call][] = [
  [
    'a transformed picture',
    async () =>
      await storage()
        .from('files')
        .download('a', { transform: { width: 9 } }),
  ],
  ['clearing a file from the cache', async () => await storage().from('files').purgeCache('a/b.png')],
  ['clearing a bucket from the cache', async () => await storage().purgeBucketCache('files')],
  ['reading a lifecycle', async () => await storage().getBucketLifecycle('files')],
  ['setting a lifecycle', async () => await storage().updateBucketLifecycle('files', lifecycle)],
  ['removing a lifecycle', async () => await storage().deleteBucketLifecycle('files')],
  ['making an analytics bucket', async () => await storage().analytics.createBucket('sums')],
  ['listing analytics buckets', async () => await storage().analytics.listBuckets()],
  ['removing an analytics bucket', async () => await storage().analytics.deleteBucket('sums')],
  ['an analytics catalogue', async () => await storage().analytics.from('sums').listNamespaces()],
  ['making a vector bucket', async () => await storage().vectors.createBucket('points')],
  ['listing vector buckets', async () => await storage().vectors.listBuckets()],
  ['asking vectors', async () => await storage().vectors.from('points').listIndexes()],
];

describe('what a new hosted project has off is answered so', () => {
  test.each(calls)('%s', async (_what, call) => {
    const { error } = await call();
    expect(error).toMatchObject({ status: 403 });
  });
});

test.each([
  ['DELETE', '/cdn/files/a.png'],
  ['PUT', '/bucket/files/lifecycle'],
  ['GET', '/iceberg/v1/config'],
  ['POST', '/vector/QueryVectors'],
])('no key is looked at, and the body says why: %s %s', async (method, path) => {
  const answer = await stack.request(path, { method });
  expect(answer.status).toBe(403);
  expect(await answer.json()).toEqual({
    statusCode: '403',
    code: 'FeatureNotEnabled',
    error: 'FeatureNotEnabled',
    message: 'feature not enabled for this tenant',
  });
});
