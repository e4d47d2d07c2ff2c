import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { hear, openRaw } from './support/raw-request.ts';
import { must, startStorageStack, type StorageStack } from './support/storage-stack.ts';

let stack: StorageStack;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders, {
    idleTimeoutMs: 1_500,
    maxFileBytes: 40_000_000,
  });
});
afterEach(() => {
  if (stack.logged.length > 0) throw new Error(`The server was surprised: ${stack.logged.join('\n')}`);
});
afterAll(async () => {
  await stack.close();
});

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(join(stack.folder, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};
const key = () => `apikey: ${stack.keys.secretKey}`;
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const expectAnswers = async (): Promise<void> => {
  expect(await (await stack.request('/health')).json()).toEqual({ healthy: true });
};

/** The path goes out as it stands; a browser would tidy it first. */
async function rawly(method: string, path: string, body = ''): Promise<string> {
  const head = [`${method} ${path} HTTP/1.1`, 'Host: x', key(), `Content-Length: ${body.length}`];
  return await hear(await openRaw(stack.url, [...head, 'Connection: close'], body));
}

describe('a name never leads out of the data folder', () => {
  test.each([
    '..%2f..%2fkeys.json',
    'a%2f..%2f..%2fkeys.json',
    '%2e%2e%2fkeys.json',
    '..%5c..%5ckeys.json',
    '%00',
    'a%00.png',
    'a%0d%0aX-Own:%201',
    'gr%C3%BC%C3%9Fe.txt',
    '%F0%9F%98%80',
    '%ff%fe',
    '%',
    'a%25%32%66b',
    'x'.repeat(1025),
    '',
  ])('%s', async (name) => {
    const before = await filesIn('files');
    for (const method of ['POST', 'PUT']) {
      const status = statusOf(await rawly(method, `/storage/v1/object/files/${name}`, 'x'));
      expect(status).toBe(400);
    }
    for (const path of ['object/files', 'object/public/shown', 'object/info/files']) {
      expect(statusOf(await rawly('GET', `/storage/v1/${path}/${name}`))).toBe(400);
    }
    expect(await filesIn('files')).toEqual(before);
  });

  test.each([
    '/storage/v1/object/files/../../../keys.json',
    '/storage/v1/object/public/shown/%2e%2e/%2e%2e/x',
  ])('nor does the address: %s', async (path) => {
    expect([400, 404]).toContain(statusOf(await rawly('GET', path)));
  });

  test('a row that names a file elsewhere opens nothing', async () => {
    must(await stack.admin().storage.from('shown').upload('row.txt', 'x'));
    await stack.pool.query(`update storage.objects set version = '../../keys.json' where name = 'row.txt'`);
    const answer = await stack.request('/object/public/shown/row.txt');
    expect(await answer.json()).toMatchObject({ statusCode: '404', code: 'NoSuchKey' });
  });

  test('what a row says of its type does not break the headers', async () => {
    must(await stack.admin().storage.from('shown').upload('headers.txt', 'x'));
    const metadata = { mimetype: 'text/x\r\nset-cookie: a=b', cacheControl: 'x\ny', eTag: 7 };
    await stack.pool.query(`update storage.objects set metadata = $1 where name = 'headers.txt'`, [metadata]);
    const answer = await stack.request('/object/public/shown/headers.txt');
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  });
});

const post = (length: number, type = 'text/plain') => [
  'POST /storage/v1/object/files/broken HTTP/1.1',
  'Host: x',
  key(),
  `Content-Type: ${type}`,
  `Content-Length: ${length}`,
];
const expectNothingLeft = async (): Promise<void> => {
  await expect.poll(async () => await filesIn('incoming'), { timeout: 15_000 }).toEqual([]);
  expect((await stack.admin().storage.from('files').info('broken')).error).toMatchObject({
    statusCode: '404',
  });
  await expectAnswers();
};

describe('an upload that breaks off leaves nothing', () => {
  test('by a client that vanishes', async () => {
    const socket = await openRaw(stack.url, post(1000), 'half');
    await expect.poll(async () => await filesIn('incoming'), { timeout: 15_000 }).toHaveLength(1);
    socket.destroy();
    await expectNothingLeft();
  });

  test('by a client that closes its half', async () => {
    const socket = await openRaw(stack.url, post(1000), 'half');
    socket.end();
    await hear(socket);
    await expectNothingLeft();
  });

  test('by a client that stops talking', async () => {
    const answer = await hear(await openRaw(stack.url, post(1000), 'half'));
    expect(answer).not.toContain(' 200 ');
    await expectNothingLeft();
  });

  test('in the middle of a form', async () => {
    const form = '--b\r\nContent-Disposition: form-data; name=""; filename="a"\r\n\r\nhalf';
    const socket = await openRaw(stack.url, post(1000, 'multipart/form-data; boundary=b'), form);
    socket.end();
    await hear(socket);
    await expectNothingLeft();
  });

  test('by a hundred that open and vanish', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 100 }, async () => await openRaw(stack.url, post(1000), 'half')),
    );
    for (const socket of sockets) socket.destroy();
    await expectNothingLeft();
  });

  test.each([
    ['no boundary', 'multipart/form-data', 'x'],
    [
      'no file',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--',
    ],
    ['no end', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'],
    ['no form', 'multipart/form-data; boundary=b', 'x'.repeat(100)],
    ['an endless head', 'multipart/form-data; boundary=b', `--b\r\nX: ${'x'.repeat(100_000)}`],
    [
      'too many fields',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="NN"\r\n\r\nx\r\n'
        .repeat(50)
        .replaceAll('NN', () => String(Math.random())),
    ],
  ])('a broken form: %s', async (_what, type, body) => {
    const answer = await hear(
      await openRaw(stack.url, [...post(body.length, type), 'Connection: close'], body),
    );
    expect(statusOf(answer)).toBe(400);
    expect(answer).toContain('"InvalidRequest"');
    await expectNothingLeft();
  });
});

test('an upload that is far too large is answered, and not read to its end', async () => {
  must(await stack.admin().storage.createBucket('small', { public: false, fileSizeLimit: '1MB' }));
  const head = [
    'POST /storage/v1/object/small/huge HTTP/1.1',
    'Host: x',
    key(),
    'Transfer-Encoding: chunked',
  ];
  const socket = await openRaw(stack.url, head);
  const answer = hear(socket);
  const chunk = `10000\r\n${'x'.repeat(0x1_00_00)}\r\n`;
  const pour = (): void => {
    while (!socket.destroyed && socket.write(chunk)) continue;
  };
  socket.on('drain', pour);
  pour();
  expect(await answer).toContain('"statusCode":"413"');
  expect(await filesIn('incoming')).toEqual([]);
  await expectAnswers();
});

test('a reader that does not read is cut, one that leaves is let go', async () => {
  const path = '/storage/v1/object/public/shown/large.bin';
  // More than the buffers of both ends of a connection hold.
  must(await stack.admin().storage.from('shown').upload('large.bin', Buffer.alloc(16_000_000, 'x')));
  const sockets = await Promise.all(
    Array.from({ length: 3 }, async () =>
      (await openRaw(stack.url, [`GET ${path} HTTP/1.1`, 'Host: x'])).pause(),
    ),
  );
  const leaver = await openRaw(stack.url, [`GET ${path} HTTP/1.1`, 'Host: x']);
  await once(leaver, 'data');
  leaver.resetAndDestroy();
  await expectAnswers();
  await expect
    .poll(() => stack.answered.filter((one) => one === path), { timeout: 45_000 })
    .toHaveLength(sockets.length + 1);
  for (const socket of sockets) socket.destroy();
}, 60_000);

test('a body that is no JSON, or none of this shape, is refused in words', async () => {
  const headers = { apikey: stack.keys.secretKey, 'content-type': 'application/json' };
  const bodies = ['{', '[]', 'null', '{"prefix":1}', '{"prefix":"","limit":1e99}', '"x"'];
  for (const body of bodies) {
    const answer = await stack.request('/object/list/files', { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ statusCode: '400', code: 'InvalidRequest' });
  }
  const large = await stack.request('/object/list/files', {
    method: 'POST',
    headers,
    body: ' '.repeat(2 << 20),
  });
  expect(large.status).toBe(413);
});

test('text that no database can hold is refused', async () => {
  const files = stack.admin().storage.from('files');
  expect((await files.list('a\u0000b')).error).toMatchObject({ status: 400 });
  expect((await files.remove(['a\u0000b'])).error).toMatchObject({ status: 400 });
  expect((await files.createSignedUrls(['a\u0000b'], 60)).error).toMatchObject({ status: 400 });
  const metadata = { title: 'a\u0000b' };
  expect((await files.upload('nul', 'x', { metadata })).error).toMatchObject({ status: 400 });
});
