import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { ann, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';

let stack: StorageStack;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'));
});
afterAll(async () => {
  await stack.close();
});

const admin = () => stack.admin().storage;

/** What no client library sends. */
async function change(bucket: string, body: unknown): Promise<[status: number, body: unknown]> {
  const answer = await stack.request(`/bucket/${bucket}`, {
    method: 'PUT',
    headers: { apikey: stack.keys.secretKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return [answer.status, await answer.json()];
}

test('a bucket is made, read, changed, listed and removed', async () => {
  const options = { public: true, fileSizeLimit: '1MB', allowedMimeTypes: ['image/*'] };
  expect(must(await admin().createBucket('first', options))).toEqual({ name: 'first' });
  expect(must(await admin().getBucket('first'))).toMatchObject({
    id: 'first',
    name: 'first',
    public: true,
    file_size_limit: 1_000_000,
    allowed_mime_types: ['image/*'],
  });
  must(await admin().updateBucket('first', { public: false, fileSizeLimit: null }));
  expect(must(await admin().getBucket('first'))).toMatchObject({
    public: false,
    file_size_limit: null,
    allowed_mime_types: ['image/*'],
  });
  must(await admin().createBucket('second'));
  const sorted = must(await admin().listBuckets({ sortColumn: 'name', sortOrder: 'desc', limit: 1 }));
  expect(sorted).toMatchObject([{ id: 'second', public: false, type: 'STANDARD' }]);
  expect(must(await admin().listBuckets({ search: 'FIR' })).map(({ id }) => id)).toEqual(['first']);
  expect(must(await admin().deleteBucket('first'))).toEqual({ message: 'Successfully deleted' });
  expect((await admin().getBucket('first')).error).toMatchObject({ status: 400, statusCode: '404' });
});

describe('what hosted refuses is refused', () => {
  test('a name that is taken', async () => {
    must(await admin().createBucket('taken'));
    expect((await admin().createBucket('taken')).error).toMatchObject({
      statusCode: '409',
      message: 'The resource already exists',
    });
  });

  test.each(['', ' a', 'a ', 'a/b', 'ä', '..\\x', 'a\u0000b', 'x'.repeat(101), 'x--iceberg'])(
    'a name that is none: %j',
    async (name) => {
      const { error } = await admin().createBucket(name);
      expect(error).toMatchObject({ status: 400, statusCode: '400', message: 'Bucket name invalid' });
    },
  );

  test('limits that are none', async () => {
    const attempts = [
      { public: false, fileSizeLimit: '60MB' },
      { public: false, fileSizeLimit: 'many' },
      { public: false, fileSizeLimit: -1 },
      { public: false, allowedMimeTypes: ['not a type'] },
    ];
    const statuses = await Promise.all(
      attempts.map(async (options) => (await admin().createBucket('limits', options)).error),
    );
    expect(statuses).toMatchObject([
      { statusCode: '413' },
      { statusCode: '400' },
      { statusCode: '400' },
      { statusCode: '415' },
    ]);
  });

  test('a change of nothing', async () => {
    must(await admin().createBucket('unchanged'));
    const nothing = {
      statusCode: '400',
      code: 'InvalidRequest',
      error: 'Error',
      message:
        "body must have required property 'public', body must have required property 'file_size_limit', " +
        "body must have required property 'allowed_mime_types', body must match a schema in anyOf",
    };
    expect(await change('unchanged', {})).toEqual([400, nothing]);
    expect(await change('unchanged', { id: 'unchanged', name: 'unchanged' })).toEqual([400, nothing]);
    expect(await change('nowhere', { allowed_mime_types: null })).toMatchObject([400, { statusCode: '404' }]);
    expect(await change('unchanged', { public: null })).toMatchObject([
      200,
      { message: 'Successfully updated' },
    ]);
  });

  test('the end of a bucket that still holds a file', async () => {
    must(await admin().createBucket('full'));
    must(await admin().from('full').upload('a', 'x'));
    expect((await admin().deleteBucket('full')).error).toMatchObject({
      statusCode: '409',
      message: 'The bucket you tried to delete is not empty',
    });
    must(await admin().emptyBucket('full'));
    must(await admin().deleteBucket('full'));
    expect((await admin().deleteBucket('full')).error).toMatchObject({ statusCode: '404' });
  });
});

test('without a policy on buckets nobody but the secret key makes, sees, changes or empties one', async () => {
  must(await admin().createBucket('guarded'));
  for (const { storage } of [stack.anon(), await stack.person(ann)]) {
    expect((await storage.createBucket('mine')).error).toMatchObject({ statusCode: '403' });
    expect(must(await storage.listBuckets())).toEqual([]);
    expect((await storage.getBucket('guarded')).error).toMatchObject({ statusCode: '404' });
    expect((await storage.updateBucket('guarded', { public: true })).error).toMatchObject({
      statusCode: '404',
    });
    expect((await storage.deleteBucket('guarded')).error).toMatchObject({ statusCode: '404' });
    expect((await storage.emptyBucket('guarded')).error).toMatchObject({ status: 403 });
  }
  expect(must(await admin().getBucket('guarded'))).toMatchObject({ public: false });
});

test('who shows neither key nor token is told so', async () => {
  const answer = await stack.request('/bucket');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    statusCode: '400',
    code: 'InvalidRequest',
    error: 'Error',
    message: "headers must have required property 'authorization'",
  });
});

test('health is told, and pages of every origin may ask', async () => {
  const answer = await stack.request('/health');
  expect(await answer.json()).toEqual({ healthy: true });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
});
