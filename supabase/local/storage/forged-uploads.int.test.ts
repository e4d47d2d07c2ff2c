import { decodeJwt, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import { ownFolders } from './support/buckets.ts';
import { ann, bob, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';
import { octets, tusClient } from './support/tus-client.ts';

let stack: StorageStack;
let token: string;
const name = `${ann}/signed.txt`;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders);
  const files = (await stack.person(ann)).storage.from('files');
  token = must(await files.createSignedUploadUrl(name)).token;
});
afterEach(async () => {
  if (stack.logged.length > 0) throw new Error(`The server was surprised: ${stack.logged.join('\n')}`);
  const { rowCount } = await stack.pool.query('select from storage.objects');
  if (rowCount !== 0) throw new Error('Something was uploaded');
});
afterAll(async () => {
  await stack.close();
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Keeps the signature, and says something else. */
function saying(claims: Record<string, unknown>): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encode({ ...decodeJwt(token), ...claims })}.${signature}`;
}

async function signedBy(secret: string): Promise<string> {
  return await new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

async function goodFor(path: string): Promise<string> {
  return must(await stack.admin().storage.from('files').createSignedUploadUrl(path)).token;
}

const signed = (signature: string) =>
  tusClient(stack, { 'x-signature': signature }, '/upload/resumable/sign');

type Forgery = [what: string, forge: () => Promise<string> | string, at?: string];
const forgeries: Forgery[] = [
  ['that may replace', () => saying({ upsert: true })],
  ['that ends later', () => saying({ exp: 9_999_999_999 })],
  ['that never ends', () => saying({ exp: undefined })],
  ['of another owner', () => saying({ owner: bob })],
  ['of nobody', () => saying({ owner: undefined })],
  ['for another path', () => saying({ url: `files/${bob}/signed.txt` }), `${bob}/signed.txt`],
  ['for another bucket', () => saying({ url: `other/${name}` })],
  ['for a folder', () => saying({ url: `files/${ann}/` })],
  ['for another purpose', () => saying({ scope: 'download' })],
  ['that is good, elsewhere', () => token, `${ann}/elsewhere.txt`],
  ['unsigned', () => `${encode({ alg: 'none' })}.${token.split('.')[1]}.`],
  ['cut', () => token.slice(0, -4)],
  ['signed with the secret key', async () => await signedBy(stack.keys.secretKey)],
  ['signed with the publishable key', async () => await signedBy(stack.keys.publishableKey)],
  ['of a person', async () => await stack.tokenOf(ann, { url: `files/${name}`, scope: 'upload' })],
  ['that is none', () => ''],
];

describe.each(forgeries)('a token to upload %s', (_what, forge, at = name) => {
  test('uploads nothing', async () => {
    const query = new URLSearchParams({ token: await forge() });
    const answer = await stack.request(`/object/upload/sign/files/${at}?${query}`, {
      method: 'PUT',
      body: 'x',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ statusCode: '400', code: /^Invalid(?:JWT|Signature)$/ });
  });

  test('neither begins, nor tells of, nor goes on with, nor gives up a resumable upload', async () => {
    const forged = signed(await forge());
    const metadata = { bucketName: 'files', objectName: at };
    expect((await forged.create(metadata, 1, octets, 'x')).status).toBe(400);
    const good = signed(await goodFor(at));
    const { url } = await good.create(metadata, 1);
    expect((await forged.head(url)).status).toBe(400);
    expect((await forged.patch(url, 0, 'x')).status).toBe(400);
    expect((await forged.cancel(url)).status).toBe(400);
    expect((await good.head(url)).offset).toBe(0);
    expect((await good.cancel(url)).status).toBe(204);
  });
});

test('one that has ended goes on with nothing', async () => {
  const holder = signed(token);
  const { url, status } = await holder.create({ bucketName: 'files', objectName: name }, 1);
  expect(status).toBe(201);
  stack.advance(7201);
  for (const told of [await holder.head(url), await holder.patch(url, 0, 'x'), await holder.cancel(url)]) {
    expect(told.status).toBe(400);
  }
  stack.advance(-7201);
  expect((await holder.head(url)).offset).toBe(0);
  await holder.cancel(url);
});
