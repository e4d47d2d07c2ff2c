import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import { createSigningKey } from '../keys.ts';
import { revokeKey, rotateKeys } from '../signing-keys.ts';
import { forgeries } from '../testing/forged-tokens.ts';
import { ownFolders } from './support/buckets.ts';
import { ann, must, startStorageStack, type StorageStack } from './support/storage-stack.ts';
import { encodeMetadata } from './support/tus-client.ts';

let stack: StorageStack;
const name = `${ann}/secret.txt`;

const forApp = `
  create policy "People of this app read" on storage.objects as restrictive for select to authenticated
    using (auth.jwt() ->> 'aud' = 'authenticated');
`;

beforeAll(async () => {
  stack = await startStorageStack(inject('postgres'), ownFolders + forApp);
  must(await stack.admin().storage.from('files').upload(name, 'secret'));
  must(await stack.admin().storage.from('shown').upload('open.txt', 'open'));
});
afterEach(() => {
  if (stack.logged.length > 0) throw new Error(`The server was surprised: ${stack.logged.join('\n')}`);
});
afterAll(async () => {
  await stack.close();
});

type Told = { httpStatus: number; statusCode?: string; text: string };

async function ask(path: string, headers: Record<string, string>, init: RequestInit = {}): Promise<Told> {
  const type: Record<string, string> =
    typeof init.body === 'string' ? { 'content-type': 'application/json' } : {};
  const answer = await stack.request(path, { ...init, headers: { ...type, ...headers } });
  const text = await answer.text();
  const body: { statusCode?: string } = text.startsWith('{') ? JSON.parse(text) : {};
  return { httpStatus: answer.status, ...body, text };
}

const beginning = {
  'tus-resumable': '1.0.0',
  'upload-length': '0',
  'upload-metadata': encodeMetadata({ bucketName: 'files', objectName: `${ann}/forged` }),
};

const post = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

/** Everything that someone who holds a token tries with it. */
async function tryAll(headers: Record<string, string>): Promise<Told[]> {
  return await Promise.all([
    ask('/bucket', headers),
    ask('/bucket', headers, post({ name: 'mine' })),
    ask('/bucket/files/empty', headers, { method: 'POST' }),
    ask('/object/list/files', headers, post({ prefix: ann })),
    ask(`/object/authenticated/files/${name}`, headers),
    ask(`/object/sign/files/${name}`, headers, post({ expiresIn: 60 })),
    ask(`/object/upload/sign/files/${ann}/forged`, headers, { method: 'POST' }),
    ask(`/object/files/${ann}/forged`, headers, { method: 'POST', body: Buffer.from('x') }),
    ask('/upload/resumable', { ...headers, ...beginning }, { method: 'POST' }),
    ask(`/object/files/${name}`, headers, { method: 'DELETE' }),
    ask('/object/copy', headers, post({ bucketId: 'files', sourceKey: name, destinationKey: 'copy' })),
  ]);
}

async function expectNothingDone(): Promise<void> {
  const { rows } = await stack.pool.query('select name from storage.objects order by name');
  expect(rows).toEqual([{ name }, { name: 'open.txt' }]);
}

describe.each(forgeries(Math.floor(Date.now() / 1_000)))('a token %s', (_what, forge) => {
  test('does nothing, as bearer or in place of the key, nor with a good key beside it', async () => {
    const token = await forge(stack.keys);
    const bearer = { authorization: `Bearer ${token}` };
    for (const headers of [bearer, { apikey: token }, { ...bearer, apikey: stack.keys.secretKey }]) {
      for (const told of await tryAll(headers)) {
        expect(told).toMatchObject({ httpStatus: 400, statusCode: '403' });
        // Refused for what it is, not for what it may not do.
        expect(told.text).not.toMatch(/secret|row-level/);
      }
    }
    await expectNothingDone();
  });

  test('counts as none where none is needed', async () => {
    const headers = { authorization: `Bearer ${await forge(stack.keys)}` };
    expect(await ask(`/object/files/${name}`, headers)).toMatchObject({ httpStatus: 400, statusCode: '404' });
    expect(await ask('/object/shown/open.txt', headers)).toMatchObject({ httpStatus: 200, text: 'open' });
  });
});

async function readBy(aud: string): Promise<Told> {
  const token = await stack.tokenOf(ann, { aud });
  return await ask(`/object/authenticated/files/${name}`, { authorization: `Bearer ${token}` });
}

test('a token for another audience is for the policies to judge, as hosted', async () => {
  expect(await readBy('authenticated')).toMatchObject({ httpStatus: 200, text: 'secret' });
  expect(await readBy('another app')).toMatchObject({ httpStatus: 400, statusCode: '404' });
});

test('a token ends with its key', async () => {
  const headers = { authorization: `Bearer ${await stack.tokenOf(ann)}` };
  const read = async () => await ask(`/object/authenticated/files/${name}`, headers);
  const { kid } = stack.keys.signingKey;
  Object.assign(stack.keys, rotateKeys({ ...stack.keys, standbyKey: createSigningKey() }));
  expect(await read()).toMatchObject({ httpStatus: 200 });
  Object.assign(stack.keys, revokeKey(stack.keys, kid));
  expect(await read()).toMatchObject({ httpStatus: 400, statusCode: '403' });
  const fresh = { authorization: `Bearer ${await stack.tokenOf(ann)}` };
  expect(await ask(`/object/authenticated/files/${name}`, fresh)).toMatchObject({ text: 'secret' });
});
