import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { ann, bob, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';

let stack: StorageStack;
const text = '0123456789';

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders);
  const from = (await stack.person(ann)).storage.from('files');
  must(await from.upload(`${ann}/digits.txt`, text, { contentType: 'text/plain', cacheControl: '60' }));
  const shown = stack.admin().storage.from('shown');
  must(await shown.upload('page.html', '<script>1</script>', { contentType: 'text/html; charset=utf-8' }));
  must(await shown.upload('picture.svg', '<svg/>', { contentType: 'image/svg+xml' }));
  must(await shown.upload('digits.txt', text, { contentType: 'text/plain' }));
  must(await shown.upload('empty.txt', '', { contentType: 'text/plain' }));
});
afterAll(async () => {
  await stack.close();
});

const ask = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  await stack.request(path, { headers });
const shown = async (headers: Record<string, string> = {}, query = ''): Promise<Response> =>
  await ask(`/object/public/shown/digits.txt${query}`, headers);

describe('who may read', () => {
  test('a person reads their own file, whole and as a stream', async () => {
    const from = (await stack.person(ann)).storage.from('files');
    expect(await must(await from.download(`${ann}/digits.txt`)).text()).toBe(text);
    const stream = must(await from.download(`${ann}/digits.txt`).asStream());
    expect(await new Response(stream).text()).toBe(text);
  });

  test('for others it does not exist', async () => {
    const refusal = { status: 400, statusCode: '404', message: 'Object not found' };
    const others = (await stack.person(bob)).storage.from('files');
    expect((await others.download(`${ann}/digits.txt`)).error).toMatchObject(refusal);
    expect((await others.info(`${ann}/digits.txt`)).error).toMatchObject(refusal);
    expect((await others.exists(`${ann}/digits.txt`)).data).toBe(false);
    const strangers = await ask(`/object/files/${ann}/digits.txt`);
    expect(await strangers.json()).toMatchObject({ statusCode: '404', error: 'Bucket not found' });
  });

  test('a private bucket is not public, whatever the address says', async () => {
    for (const path of [
      `/object/public/files/${ann}/digits.txt`,
      `/object/info/public/files/${ann}/digits.txt`,
    ]) {
      const answer = await ask(path);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ statusCode: '404', message: 'Bucket not found' });
    }
  });

  test('anyone reads a public bucket, without any key', async () => {
    expect(await (await shown()).text()).toBe(text);
    const { publicUrl } = stack.anon().storage.from('shown').getPublicUrl('digits.txt').data;
    expect(await (await fetch(publicUrl)).text()).toBe(text);
  });

  test.each(['not a token', 'eyJhbGciOiJub25lIn0.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.'])(
    'a token that is none opens nothing: %s',
    async (token) => {
      const answer = await ask(`/object/authenticated/files/${ann}/digits.txt`, {
        authorization: `Bearer ${token}`,
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ statusCode: '403', error: 'Unauthorized' });
    },
  );

  test('a token may name only the roles of the API', async () => {
    const token = await stack.tokenOf(ann, { role: 'supabase_admin' });
    const answer = await ask(`/object/authenticated/files/${ann}/digits.txt`, {
      authorization: `Bearer ${token}`,
    });
    expect(await answer.json()).toMatchObject({
      statusCode: '403',
      message: 'permission denied to set role "supabase_admin"',
    });
  });
});

describe('ranges', () => {
  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-30', text, 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('%s', async (range, content, contentRange) => {
    const answer = await shown({ range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(contentRange);
    expect(await answer.text()).toBe(content);
  });

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('outside the file: %s', async (range) => {
    const answer = await shown({ range });
    expect(answer.status).toBe(416);
    expect(await answer.json()).toMatchObject({ statusCode: '416', error: 'invalid_range' });
  });

  test.each(['bytes=0-1,4-5', 'bytes=5-2', 'lines=1-2', 'bytes='])(
    'what is no single range gives the whole file: %s',
    async (range) => {
      const answer = await shown({ range });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe(text);
    },
  );

  test('there is none in an empty file', async () => {
    expect((await ask('/object/public/shown/empty.txt', { range: 'bytes=0-' })).status).toBe(416);
    expect(await (await ask('/object/public/shown/empty.txt')).text()).toBe('');
  });
});

describe('a copy that is still good is not sent again', () => {
  test('by its tag', async () => {
    const eTag = (await shown()).headers.get('etag') ?? '';
    expect(eTag).toMatch(/^"[0-9a-f]{32}"$/);
    for (const tags of [eTag, `"other", W/${eTag}`, '*']) {
      const answer = await shown({ 'if-none-match': tags });
      expect([answer.status, await answer.text()]).toEqual([304, '']);
    }
    expect((await shown({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('by its date', async () => {
    const modified = (await shown()).headers.get('last-modified') ?? '';
    expect((await shown({ 'if-modified-since': modified })).status).toBe(304);
    expect((await shown({ 'if-modified-since': new Date(0).toUTCString() })).status).toBe(200);
    expect((await shown({ 'if-modified-since': modified, 'if-none-match': '"other"' })).status).toBe(200);
  });
});

test('the address says whether a file is shown or saved, and under which name', async () => {
  expect((await shown()).headers.get('content-disposition')).toBeNull();
  expect((await shown({}, '?download=')).headers.get('content-disposition')).toBe('attachment;');
  const named = await shown({}, `?download=${encodeURIComponent('ä "b".txt')}`);
  const name = encodeURIComponent('ä "b".txt');
  expect(named.headers.get('content-disposition')).toBe(
    `attachment; filename=${name}; filename*=UTF-8''${name}`,
  );
});

test('no file runs as a page of this origin', async () => {
  const page = await ask('/object/public/shown/page.html');
  expect(page.headers.get('content-type')).toBe('text/plain');
  for (const answer of [page, await ask('/object/public/shown/picture.svg')]) {
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  }
});

test('a head tells what a download would, without it', async () => {
  const token = await stack.tokenOf(ann);
  const answer = await stack.request(`/object/files/${ann}/digits.txt`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-length')).toBe('10');
  expect(answer.headers.get('cache-control')).toBe('max-age=60');
  expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
});

test('a disk that does not give what it holds is noted, and the answer does not look whole', async () => {
  must(await stack.admin().storage.from('shown').upload('unreadable.txt', text));
  const { rows } = await stack.pool.query<{ version: string }>(
    "select version from storage.objects where name = 'unreadable.txt'",
  );
  const version = rows[0]?.version ?? '';
  const place = join(stack.folder, 'files', version.slice(0, 2), version);
  await rm(place);
  // Can be opened, and not read.
  await mkdir(place);
  const read = ask('/object/public/shown/unreadable.txt').then(async (answer) => await answer.text());
  await expect(read).rejects.toThrow(/fetch failed|terminated/);
  await expect.poll(() => stack.logged).toEqual([expect.stringContaining('EISDIR')]);
});

test('what is no route is told as hosted', async () => {
  const answer = await ask('/nothing/here');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({
    statusCode: '404',
    error: 'Not Found',
    message: 'Route GET:/nothing/here not found',
    code: 'InvalidRequest',
  });
});
