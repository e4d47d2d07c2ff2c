import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { ann, bob, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';

let stack: StorageStack;
const name = `${ann}/my notes.txt`;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders);
  must(await (await files()).upload(name, 'notes'));
  must(await (await files()).upload(`${ann}/other.txt`, 'other'));
});
afterAll(async () => {
  await stack.close();
});

const files = async (person = ann) => (await stack.person(person)).storage.from('files');
const open = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, body: await answer.text() };
};
const linkOf = async (path = name, ttlS = 60): Promise<URL> =>
  new URL(must(await (await files()).createSignedUrl(path, ttlS)).signedUrl);

describe('a signed URL', () => {
  test('opens one file for anyone', async () => {
    expect(await open((await linkOf()).href)).toEqual({ status: 200, body: 'notes' });
    const answer = await fetch(await linkOf(), { headers: { range: 'bytes=0-1' } });
    expect([answer.status, await answer.text()]).toEqual([206, 'no']);
    expect(Date.parse(answer.headers.get('expires') ?? '')).toBeGreaterThan(Date.now());
  });

  test('may say that the file is saved', async () => {
    const { signedUrl } = must(await (await files()).createSignedUrl(name, 60, { download: 'a.txt' }));
    expect((await fetch(signedUrl)).headers.get('content-disposition')).toMatch(
      /^attachment; filename=a\.txt/,
    );
  });

  test('ends', async () => {
    const link = await linkOf(name, 5);
    stack.advance(6);
    const { status, body } = await open(link.href);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ statusCode: '400', error: 'InvalidJWT' });
    stack.advance(-6);
  });

  test('is not given to those who may not read', async () => {
    const { error } = await (await files(bob)).createSignedUrl(name, 60);
    expect(error).toMatchObject({ statusCode: '404', message: 'Object not found' });
    const none = await (await files()).createSignedUrl(`${ann}/none`, 60);
    expect(none.error).toMatchObject({ statusCode: '404' });
  });

  test.each([0, -1, 1.5])('lasts no %d seconds', async (ttlS) => {
    const { error } = await (await files()).createSignedUrl(name, ttlS);
    expect(error).toMatchObject({ status: 400 });
  });

  test('comes with others, and an error in place of each that is not there', async () => {
    const links = must(await (await files()).createSignedUrls([name, `${bob}/x`, `${ann}/other.txt`], 60));
    expect(links.map(({ path, error }) => [path, error])).toEqual([
      [name, null],
      [`${bob}/x`, 'Either the object does not exist or you do not have access to it'],
      [`${ann}/other.txt`, null],
    ]);
    expect(await open(links[2]?.signedUrl ?? '')).toEqual({ status: 200, body: 'other' });
  });
});

const expectRefused = async (url: URL) => {
  const { status, body } = await open(url.href);
  expect(status).toBe(400);
  expect(body).not.toContain('notes');
};

describe('altered in any part it opens nothing', () => {
  test('another file, another bucket', async () => {
    const link = await linkOf();
    const token = link.search;
    await expectRefused(new URL(`/storage/v1/object/sign/files/${ann}/other.txt${token}`, link));
    await expectRefused(new URL(`/storage/v1/object/sign/other/${encodeURI(name)}${token}`, link));
    await expectRefused(new URL(`/storage/v1/object/sign/files/${encodeURI(name)}/${token}`, link));
  });

  test('each part of the token', async () => {
    const link = await linkOf();
    const token = link.searchParams.get('token') ?? '';
    const parts = token.split('.');
    const longer = Buffer.from(JSON.stringify({ ...decodeJwt(token), exp: 9_999_999_999 })).toString(
      'base64url',
    );
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const flipped = `${parts[2]?.startsWith('A') === true ? 'B' : 'A'}${parts[2]?.slice(1) ?? ''}`;
    const altered = [
      `${parts[0]}.${longer}.${parts[2]}`,
      `${none}.${parts[1]}.`,
      `${none}.${parts[1]}.${parts[2]}`,
      `${parts[0]}.${parts[1]}.${flipped}`,
      `${parts[0]}.${parts[1]}`,
      '',
    ];
    for (const value of altered) {
      link.searchParams.set('token', value);
      await expectRefused(link);
    }
    link.searchParams.delete('token');
    await expectRefused(link);
  });

  test('a token signed by any other key of the project', async () => {
    const link = await linkOf();
    const claims = { url: `files/${name}`, scope: 'download' };
    for (const key of [stack.keys.publishableKey, stack.keys.secretKey, stack.keys.hookSecret]) {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1m')
        .sign(new TextEncoder().encode(key));
      link.searchParams.set('token', token);
      await expectRefused(link);
    }
    link.searchParams.set('token', await stack.tokenOf(ann, claims));
    await expectRefused(link);
  });

  test('a link to read does not write, one to write does not read', async () => {
    const read = (await linkOf()).searchParams.get('token') ?? '';
    const write = must(await (await files()).createSignedUploadUrl(name, { upsert: true })).token;
    const { error } = await stack.anon().storage.from('files').uploadToSignedUrl(name, read, 'changed');
    expect(error).toMatchObject({ statusCode: '400', message: 'Token is not scoped for upload' });
    const link = await linkOf();
    link.searchParams.set('token', write);
    await expectRefused(link);
    expect(await open((await linkOf()).href)).toEqual({ status: 200, body: 'notes' });
  });
});

describe('a signed upload URL', () => {
  test('lets anyone upload this one file, on behalf of who signed it', async () => {
    const { token, path } = must(await (await files()).createSignedUploadUrl(`${ann}/from-others.txt`));
    const stranger = stack.anon().storage.from('files');
    const uploaded = must(await stranger.uploadToSignedUrl(path, token, new Blob(['sent'])));
    expect(uploaded).toEqual({ path, fullPath: `files/${path}` });
    expect(await must(await (await files()).download(path)).text()).toBe('sent');
    const { rows } = await stack.pool.query('select owner_id from storage.objects where name = $1', [path]);
    expect(rows).toEqual([{ owner_id: ann }]);
    const elsewhere = await stranger.uploadToSignedUrl(`${ann}/elsewhere.txt`, token, 'x');
    expect(elsewhere.error).toMatchObject({ message: 'Invalid signature' });
    const again = await stranger.uploadToSignedUrl(path, token, 'y');
    expect(again.error).toMatchObject({ statusCode: '409' });
  });

  test('writes over a file only where it was signed so, by who may', async () => {
    const from = await files();
    must(await from.upload(`${ann}/over.txt`, 'old'));
    expect((await from.createSignedUploadUrl(`${ann}/over.txt`)).error).toMatchObject({ statusCode: '409' });
    const { token } = must(await from.createSignedUploadUrl(`${ann}/over.txt`, { upsert: true }));
    must(await stack.anon().storage.from('files').uploadToSignedUrl(`${ann}/over.txt`, token, 'new'));
    expect(await must(await from.download(`${ann}/over.txt`)).text()).toBe('new');
  });

  test('is not given to those who may not write, and ends after two hours', async () => {
    const { error } = await (await files(bob)).createSignedUploadUrl(`${ann}/mine.txt`);
    expect(error).toMatchObject({ statusCode: '403' });
    const { token } = must(await (await files()).createSignedUploadUrl(`${ann}/late.txt`));
    stack.advance(7201);
    const late = await stack.anon().storage.from('files').uploadToSignedUrl(`${ann}/late.txt`, token, 'x');
    expect(late.error).toMatchObject({ statusCode: '400' });
    stack.advance(-7201);
  });
});
