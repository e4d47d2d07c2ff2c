import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { postMessage } from '@/lib/chat/post-message';
import { listMessages } from '@/lib/chat/queries';
import { beginFile } from '@/lib/files/begin-file';
import { getFile, openFile } from '@/lib/files/queries';
import { takePicture } from '@/lib/files/take-picture';
import { listMembers } from '@/lib/workspaces/queries';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { uploadedFile } from '@/tests/support/files';
import { as, refusal, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let home: TestWorkspace;
let bo: TestPerson & { memberId: string };
let channel: string;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

async function setScene() {
  home = await createWorkspace(db, 'Olga');
  bo = await home.join('Bo');
  channel = randomUUID();
  await as(home.owner, home.id).run(createChannel, { id: channel, name: 'plan', kind: 'private' });
  await as(home.owner, home.id).run(addChannelMembers, { id: channel, memberIds: [bo.memberId] });
}
const owner = () => as(home.owner, home.id);
const upload = (person: TestPerson = home.owner, conversationId = channel) =>
  uploadedFile(db, home.id, person, { purpose: 'attachment', conversationId });
const post = (files: string[], id: string = randomUUID()) =>
  owner().run(postMessage, { id, conversationId: channel, files });

describe('a message with files', () => {
  beforeAll(setScene);

  it('carries them in order, with what the server found out about them, and needs no words', async () => {
    const [one, two] = [await upload(), await upload()];
    const { files, body } = await post([two, one]);
    expect(body).toBe('');
    expect(files.map(({ id }) => id)).toEqual([two, one]);
    expect(files[0]).toEqual({
      id: two,
      name: 'plan.png',
      mediaType: 'image/png',
      sizeBytes: 12,
      width: 40,
      height: 30,
    });
    const { messages } = await as(bo, home.id).run(listMessages, { id: channel });
    expect(messages.at(-1)?.files).toEqual(files);
  });

  it('is the same when it is repeated, and another one with other files', async () => {
    const [file, other, id] = [await upload(), await upload(), randomUUID()];
    const first = await post([file], id);
    expect(await post([file], id)).toEqual(first);
    expect(await refusal(post([other], id))).toBe('conflict');
    expect(await refusal(post([], id))).toBe('invalid');
  });

  it('carries no file twice, none of somebody else, none of another conversation, none that is not there', async () => {
    const used = await upload();
    await post([used]);
    const elsewhere = randomUUID();
    await owner().run(createChannel, { id: elsewhere, name: 'other', kind: 'private' });
    const waiting = randomUUID();
    const facts = {
      id: waiting,
      purpose: 'attachment',
      conversationId: channel,
      name: 'x',
      sizeBytes: 1,
    } as const;
    await owner().run(beginFile, facts);
    const twice = await upload();
    for (const files of [
      [used],
      [await upload(bo)],
      [await upload(home.owner, elsewhere)],
      [waiting],
      [randomUUID()],
      [twice, twice],
    ]) {
      expect(await refusal(post(files))).toBe('conflict');
    }
    expect((await post([twice])).files).toHaveLength(1);
  });

  it('keeps what it carries when its words are edited, and loses it when it is deleted', async () => {
    const file = await upload();
    const { id } = await post([file]);
    const edited = await owner().run(editMessage, { id, body: 'see there' });
    expect(edited.files).toHaveLength(1);
    expect(await as(bo, home.id).run(openFile, { id: file })).toMatchObject({ mediaType: 'image/png' });
    const deleted = await owner().run(deleteMessage, { id });
    expect(deleted.files).toEqual([]);
    expect(await refusal(as(bo, home.id).run(openFile, { id: file }))).toBe('not_found');
    expect(await refusal(owner().run(openFile, { id: file }))).toBe('not_found');
  });

  it('shows its files to those who read it, for as long as they do', async () => {
    const file = await upload();
    expect(await refusal(as(bo, home.id).run(getFile, { id: file }))).toBe('not_found');
    await post([file]);
    expect(await as(bo, home.id).run(getFile, { id: file })).toMatchObject({ state: 'ready' });
    const mallory = await createWorkspace(db, 'Mallory');
    expect(await refusal(as(mallory.owner, mallory.id).run(getFile, { id: file }))).toBe('not_found');
    const own = await upload(bo);
    await as(bo, home.id).run(postMessage, { id: randomUUID(), conversationId: channel, files: [own] });
    await owner().run(removeChannelMember, { id: channel, memberId: bo.memberId });
    for (const id of [file, own]) {
      expect(await refusal(as(bo, home.id).run(getFile, { id }))).toBe('not_found');
    }
    expect(await refusal(as(bo, home.id).run(beginFile, announced({ conversationId: channel })))).toBe(
      'not_found',
    );
    await owner().run(addChannelMembers, { id: channel, memberIds: [bo.memberId] });
  });
});

const announced = (more: Record<string, unknown>) => ({
  id: randomUUID(),
  purpose: 'attachment' as const,
  name: 'x.png',
  sizeBytes: 10,
  ...more,
});

const refused = (more: Record<string, unknown>) => refusal(owner().run(beginFile, announced(more)));

describe('announcing a file', () => {
  beforeAll(setScene);

  it('answers a repeat the same, and refuses another file under the id', async () => {
    const facts = announced({ conversationId: channel });
    const first = await owner().run(beginFile, facts);
    expect(await owner().run(beginFile, facts)).toEqual(first);
    expect(await refusal(owner().run(beginFile, { ...facts, name: 'y.png' }))).toBe('conflict');
    expect(await refusal(as(bo, home.id).run(beginFile, facts))).toBe('conflict');
  });

  it('takes the last part of a path as the name, and no marks that turn it round', async () => {
    const facts = announced({ conversationId: channel, name: '..\\..\\etc/\u202Egnp.exe\u0000' });
    await owner().run(beginFile, facts);
    expect(await owner().run(getFile, { id: facts.id })).toMatchObject({ name: 'gnp.exe', state: 'waiting' });
  });

  it('refuses what is empty, too large, or belongs nowhere', async () => {
    expect(await refused({ conversationId: channel, sizeBytes: 0 })).toBe('invalid');
    expect(await refused({ conversationId: channel, sizeBytes: 51 * 1024 * 1024 })).toBe('too_large');
    expect(await refused({ purpose: 'avatar', sizeBytes: 6 * 1024 * 1024 })).toBe('too_large');
    expect(await refused({})).toBe('invalid');
    expect(await refused({ conversationId: channel, name: '///' })).toBe('invalid');
    expect(await refused({ conversationId: randomUUID() })).toBe('not_found');
  });
});

const faceOf = async (id: string) =>
  (await owner().run(listMembers, {})).members.find((member) => member.id === id)?.avatarId;

describe('a person’s picture', () => {
  beforeAll(setScene);

  it('is seen by those who see the person, and makes way for the next one', async () => {
    const me = as(bo, home.id);
    const [first, second] = [
      await uploadedFile(db, home.id, bo, { purpose: 'avatar' }),
      await uploadedFile(db, home.id, bo, { purpose: 'avatar' }),
    ];
    expect(await refusal(owner().run(openFile, { id: first }))).toBe('not_found');
    await me.run(takePicture, { fileId: first });
    expect(await faceOf(bo.memberId)).toBe(first);
    expect(await owner().run(openFile, { id: first })).toMatchObject({ purpose: 'avatar' });
    await me.run(takePicture, { fileId: second });
    expect(await refusal(owner().run(openFile, { id: first }))).toBe('not_found');
    await me.run(takePicture, { fileId: null });
    expect(await faceOf(bo.memberId)).toBeNull();
  });

  it('is one’s own upload, and a picture', async () => {
    const theirs = await uploadedFile(db, home.id, bo, { purpose: 'avatar' });
    expect(await refusal(owner().run(takePicture, { fileId: theirs }))).toBe('not_found');
    expect(await refusal(owner().run(takePicture, { fileId: await upload() }))).toBe('not_found');
    expect(await refusal(owner().run(takePicture, { fileId: randomUUID() }))).toBe('not_found');
  });
});
