import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { changeChannel } from '@/lib/chat/change-channel';
import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { markRead } from '@/lib/chat/mark-conversation';
import { openDirect } from '@/lib/chat/open-direct';
import { postMessage } from '@/lib/chat/post-message';
import {
  browseChannels,
  getConversation,
  listChanges,
  listConversationMembers,
  listMessages,
  searchMessages,
} from '@/lib/chat/queries';
import { addReaction, removeReaction } from '@/lib/chat/react';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let acme: TestWorkspace;
let bo: TestPerson & { memberId: string };
let cy: TestPerson & { memberId: string };
let mallory: TestPerson;

beforeAll(async () => {
  db = await openDatabase();
  acme = await createWorkspace(db);
  bo = await acme.join('Bo');
  cy = await acme.join('Cy');
  mallory = (await createWorkspace(db, 'Mallory')).owner;
});
afterAll(() => db.close());

const inAcme = (person: TestPerson) => as(person, acme.id);
const post = async (person: TestPerson, body: string, conversationId = acme.general) =>
  inAcme(person).run(postMessage, { id: randomUUID(), conversationId, body });
const channel = async (maker: TestPerson, kind: 'public' | 'private' = 'public') => {
  const id = randomUUID();
  await inAcme(maker).run(createChannel, { id, kind, name: `c-${id.slice(0, 8)}` });
  return id;
};

describe('editing and deleting', () => {
  it('lets the author edit, keeps what was said before, and numbers the change', async () => {
    const { id, version } = await post(bo, 'helo');
    const edited = await inAcme(bo).run(editMessage, { id, body: 'hello' });
    expect(edited.body).toBe('hello');
    expect(edited.editedAt).not.toBeNull();
    expect(edited.version).toBe(version + 1);
    const again = await inAcme(bo).run(editMessage, { id, body: 'hello' });
    expect(again.version).toBe(edited.version);
    const revisions = await db.admin('select body from message_revisions where message_id = $1', [id]);
    expect(revisions).toEqual([{ body: 'helo' }]);
  });

  it('empties a deleted message everywhere, with its history, reactions and mentions', async () => {
    const { id } = await post(bo, `secret for <@${cy.memberId}>`);
    await inAcme(bo).run(editMessage, { id, body: `more secret for <@${cy.memberId}>` });
    await inAcme(cy).run(addReaction, { id, emoji: '👀' });
    const deleted = await inAcme(bo).run(deleteMessage, { id });
    expect(deleted).toMatchObject({ body: '' });
    expect(deleted.deletedAt).not.toBeNull();
    for (const table of ['message_revisions', 'reactions', 'mentions']) {
      expect(await db.admin(`select from ${table} where message_id = $1`, [id])).toEqual([]);
    }
    expect(await refusal(inAcme(bo).run(editMessage, { id, body: 'back' }))).toBe('gone');
    expect(await refusal(inAcme(cy).run(addReaction, { id, emoji: '👀' }))).toBe('gone');
  });

  it('keeps others from editing, lets moderators delete but not edit', async () => {
    const { id } = await post(bo, 'mine');
    expect(await refusal(inAcme(cy).run(editMessage, { id, body: 'yours' }))).toBe('not_found');
    expect(await refusal(inAcme(cy).run(deleteMessage, { id }))).toBe('not_found');
    expect(await refusal(inAcme(acme.owner).run(editMessage, { id, body: 'ours' }))).toBe('forbidden');
    expect((await inAcme(acme.owner).run(deleteMessage, { id })).body).toBe('');
    const [entry] = await db.admin('select action, detail from audit_log where object_id = $1', [id]);
    expect(entry).toMatchObject({ action: 'chat.delete-message', detail: { isOwn: false } });
  });

  it('is not found by another workspace', async () => {
    const { id } = await post(bo, 'ours');
    expect(await refusal(as(mallory, acme.id).run(deleteMessage, { id }))).toBe('not_found');
  });
});

describe('reacting', () => {
  it('counts each person and emoji once, and takes it back', async () => {
    const { id } = await post(bo, 'lunch?');
    await inAcme(cy).run(addReaction, { id, emoji: '👍' });
    await inAcme(cy).run(addReaction, { id, emoji: '👍' });
    await inAcme(bo).run(addReaction, { id, emoji: '👍' });
    const read = async () =>
      (await inAcme(bo).run(listMessages, { id: acme.general })).messages.find((m) => m.id === id);
    expect((await read())?.reactions).toEqual([
      { emoji: '👍', memberId: cy.memberId },
      { emoji: '👍', memberId: bo.memberId },
    ]);
    const before = (await read())?.version ?? 0;
    await inAcme(cy).run(removeReaction, { id, emoji: '👍' });
    await inAcme(cy).run(removeReaction, { id, emoji: '👍' });
    expect((await read())?.reactions).toEqual([{ emoji: '👍', memberId: bo.memberId }]);
    expect((await read())?.version).toBe(before + 1);
    const changes = await inAcme(bo).run(listChanges, { id: acme.general, since: before });
    expect(changes.messages.map((m) => m.id)).toEqual([id]);
  });

  it('takes emoji only, and 24 kinds at most', async () => {
    const { id } = await post(bo, 'party');
    expect(await refusal(inAcme(cy).run(addReaction, { id, emoji: '<b>' }))).toBe('invalid');
    expect(await refusal(inAcme(cy).run(addReaction, { id, emoji: 'ok' }))).toBe('invalid');
    const emojis = Array.from({ length: 24 }, (_, n) => String.fromCodePoint(0x1f400 + n));
    for (const emoji of emojis) await inAcme(cy).run(addReaction, { id, emoji });
    expect(await refusal(inAcme(bo).run(addReaction, { id, emoji: '🚀' }))).toBe('invalid');
    await inAcme(bo).run(addReaction, { id, emoji: emojis[0] ?? '' });
  });
});

describe('reading', () => {
  it('moves on, never back, unless a message is marked unread', async () => {
    const first = await post(acme.owner, 'one');
    const second = await post(acme.owner, 'two');
    const read = async (seq: number, unread = false) =>
      (await inAcme(cy).run(markRead, { id: acme.general, seq, unread })).lastReadSeq;
    expect(await read(second.seq)).toBe(second.seq);
    expect(await read(first.seq)).toBe(second.seq);
    expect(await read(first.seq - 1, true)).toBe(first.seq - 1);
    expect(await read(1_000_000)).toBe(second.seq);
    expect(await refusal(as(mallory, acme.id).run(markRead, { id: acme.general, seq: 1 }))).toBe('not_found');
  });
});

describe('channels', () => {
  it('are created once under their id, and have one public bearer of a name', async () => {
    const id = randomUUID();
    const input = { id, name: 'Launch', topic: 'Go' };
    await inAcme(bo).run(createChannel, input);
    await inAcme(bo).run(createChannel, input);
    expect(await inAcme(bo).run(getConversation, { id })).toMatchObject({
      name: 'launch',
      isMember: true,
      topic: 'Go',
    });
    expect(await refusal(inAcme(cy).run(createChannel, { id: randomUUID(), name: 'launch' }))).toBe(
      'conflict',
    );
    expect(await refusal(inAcme(cy).run(createChannel, { id, name: 'other' }))).toBe('conflict');
    expect(await refusal(inAcme(cy).run(createChannel, { id: randomUUID(), name: 'no spaces' }))).toBe(
      'invalid',
    );
  });

  it('are joined and left, public ones by every insider', async () => {
    const id = await channel(bo);
    const found = await inAcme(cy).run(browseChannels, { search: 'c-' });
    expect(found.channels.find((c) => c.id === id)).toMatchObject({ isMember: false });
    await inAcme(cy).run(addChannelMembers, { id, memberIds: [cy.memberId] });
    expect((await inAcme(cy).run(listConversationMembers, { id })).memberIds).toEqual([
      bo.memberId,
      cy.memberId,
    ]);
    await inAcme(cy).run(removeChannelMember, { id, memberId: cy.memberId });
    expect((await inAcme(cy).run(getConversation, { id })).isMember).toBe(false);
  });

  it('that are private do not exist for others, admins included, and move to a new topic when somebody leaves', async () => {
    const id = await channel(bo, 'private');
    expect(await refusal(inAcme(acme.owner).run(getConversation, { id }))).toBe('not_found');
    expect(
      await refusal(inAcme(acme.owner).run(addChannelMembers, { id, memberIds: [acme.ownerMemberId] })),
    ).toBe('not_found');
    await inAcme(bo).run(addChannelMembers, { id, memberIds: [cy.memberId] });
    const { topicName } = await inAcme(cy).run(getConversation, { id });
    await inAcme(cy).run(removeChannelMember, { id, memberId: cy.memberId });
    expect(await refusal(inAcme(cy).run(listMessages, { id }))).toBe('not_found');
    expect((await inAcme(bo).run(getConversation, { id })).topicName).not.toBe(topicName);
  });

  it('are changed by their creator and channel managers', async () => {
    const id = await channel(bo);
    await inAcme(cy).run(addChannelMembers, { id, memberIds: [cy.memberId] });
    expect(await refusal(inAcme(cy).run(changeChannel, { id, topic: 'mine now' }))).toBe('not_found');
    expect(await refusal(inAcme(cy).run(removeChannelMember, { id, memberId: bo.memberId }))).toBe(
      'forbidden',
    );
    await inAcme(bo).run(changeChannel, { id, topic: 'ours' });
    await inAcme(bo).run(changeChannel, { id, isArchived: true });
    expect(await refusal(post(bo, 'too late', id))).toBe('conflict');
    await inAcme(bo).run(changeChannel, { id, isArchived: false });
    expect((await post(bo, 'just in time', id)).seq).toBe(1);
  });
});

describe('direct messages', () => {
  it('are one per set of people, whoever starts them, even at once', async () => {
    const [one, two] = await Promise.all([
      inAcme(bo).run(openDirect, { id: randomUUID(), memberIds: [cy.memberId] }),
      inAcme(cy).run(openDirect, { id: randomUUID(), memberIds: [bo.memberId, cy.memberId] }),
    ]);
    expect(one.id).toBe(two.id);
    await post(bo, 'psst', one.id);
    expect((await inAcme(cy).run(getConversation, { id: one.id })).memberIds.sort()).toEqual(
      [bo.memberId, cy.memberId].sort(),
    );
    expect(await refusal(inAcme(acme.owner).run(listMessages, { id: one.id }))).toBe('not_found');
    expect(await refusal(inAcme(bo).run(removeChannelMember, { id: one.id, memberId: cy.memberId }))).toBe(
      'invalid',
    );
  });

  it('need members of this workspace and a role that may start them', async () => {
    const guest = await acme.join('Guest', 'guest');
    expect(await refusal(inAcme(bo).run(openDirect, { id: randomUUID(), memberIds: [randomUUID()] }))).toBe(
      'not_found',
    );
    expect(await refusal(inAcme(guest).run(openDirect, { id: randomUUID(), memberIds: [bo.memberId] }))).toBe(
      'forbidden',
    );
  });
});

describe('searching', () => {
  it('finds words and beginnings of words, only in what one may read', async () => {
    const secret = await channel(bo, 'private');
    await post(bo, 'the quarterly zebra report', secret);
    const open = await post(bo, 'A Zebra, in public');
    const bodies = async (person: TestPerson, q: string) =>
      (await inAcme(person).run(searchMessages, { q })).messages.map(({ body }) => body);
    expect(await bodies(bo, 'zeb')).toEqual(['A Zebra, in public', 'the quarterly zebra report']);
    expect(await bodies(cy, 'zebra')).toEqual(['A Zebra, in public']);
    expect(await bodies(bo, 'zebra quarterly')).toEqual(['the quarterly zebra report']);
    const guest = await acme.join('Gast', 'guest');
    expect(await bodies(guest, 'zebra')).toEqual([]);
    expect(await refusal(as(mallory, acme.id).run(searchMessages, { q: 'zebra' }))).toBe('not_found');
    await inAcme(bo).run(deleteMessage, { id: open.id });
    expect(await bodies(cy, 'zebra')).toEqual([]);
  });

  it('takes any nonsense without falling over', async () => {
    for (const q of [`'' & | ! :*`, `a'b\\c`, '((((', '%%__', '🙂🙂', `x':*|y`]) {
      await expect(inAcme(bo).run(searchMessages, { q })).resolves.toBeDefined();
    }
  });
});
