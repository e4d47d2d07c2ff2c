import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { markConversation, markRead } from '@/lib/chat/mark-conversation';
import { postMessage } from '@/lib/chat/post-message';
import { getConversation, listConversations, listReceipts } from '@/lib/chat/queries';
import { conversationMarked } from '@/lib/chat/schemas';
import { changeProfile } from '@/lib/workspaces/change-member';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal, type TestPerson } from '@/tests/support/people';
import { histories } from '@/tests/support/soak';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let acme: TestWorkspace;
let bo: TestPerson & { memberId: string };
let mallory: TestPerson;

beforeAll(async () => {
  db = await openDatabase();
  acme = await createWorkspace(db);
  bo = await acme.join('Bo');
  mallory = (await createWorkspace(db, 'Mallory')).owner;
});
afterAll(() => db.close());

const inAcme = (person: TestPerson) => as(person, acme.id);
const channel = async () => {
  const id = randomUUID();
  await inAcme(acme.owner).run(createChannel, { id, kind: 'private', name: `m-${id.slice(0, 8)}` });
  await inAcme(acme.owner).run(addChannelMembers, { id, memberIds: [bo.memberId] });
  return id;
};
const post = (person: TestPerson, conversationId: string, body = 'hello') =>
  inAcme(person).run(postMessage, { id: randomUUID(), conversationId, body });
const seenBy = (person: TestPerson, id: string) => inAcme(person).run(getConversation, { id });

/** What is unread, counted message by message. */
async function truth(id: string, memberId: string) {
  const [row] = await db.admin<{ unread: number; mentions: number }>(
    `select count(*) filter (where m.author_id <> $2 and m.deleted_at is null)::integer as unread,
       count(*) filter (where m.deleted_at is null and m.author_id <> $2 and m.body like '%<@' || $2 || '>%')::integer as mentions
     from conversation_members cm
     join messages m on m.workspace_id = cm.workspace_id and m.conversation_id = cm.conversation_id and m.seq > cm.last_read_seq
     where cm.workspace_id = $1 and cm.conversation_id = $3 and cm.member_id = $2::uuid`,
    [acme.id, memberId, id],
  );
  return { unreadCount: row?.unread, mentionCount: row?.mentions };
}

describe('marks', () => {
  it('belong to one person: muting, pinning and archiving change nothing for others', async () => {
    const id = await channel();
    await post(acme.owner, id);
    const marks = await inAcme(bo).run(markConversation, { id, isMuted: true, isPinned: true });
    expect(marks).toMatchObject({ isMuted: true, isPinned: true, unreadCount: 1, archivedSeq: null });
    expect(await seenBy(bo, id)).toMatchObject(marks);
    expect(await seenBy(acme.owner, id)).toMatchObject({ isMuted: false, isPinned: false });
  });

  it('archive reads and unpins; the place is remembered, and marking unread or pinning brings it back', async () => {
    const id = await channel();
    const { seq } = await post(acme.owner, id);
    await inAcme(bo).run(markConversation, { id, isPinned: true });
    expect(await inAcme(bo).run(markConversation, { id, isArchived: true })).toMatchObject({
      archivedSeq: seq,
      lastReadSeq: seq,
      unreadCount: 0,
      isPinned: false,
    });
    expect(await inAcme(bo).run(markRead, { id, seq: seq - 1, unread: true })).toMatchObject({
      archivedSeq: null,
      unreadCount: 1,
    });
    await inAcme(bo).run(markConversation, { id, isArchived: true });
    expect(await inAcme(bo).run(markConversation, { id, isPinned: true })).toMatchObject({
      archivedSeq: null,
    });
  });

  it('are refused for conversations one is not in, and unknown to another workspace', async () => {
    const id = randomUUID();
    await inAcme(acme.owner).run(createChannel, { id, kind: 'private', name: `m-${id.slice(0, 8)}` });
    expect(await refusal(inAcme(bo).run(markConversation, { id, isMuted: true }))).toBe('not_found');
    expect(await refusal(as(mallory, acme.id).run(markRead, { id, seq: 1 }))).toBe('not_found');
  });

  it('count what is unread rightly, and every event says what the server says, whatever happens', async () => {
    const place = fc.nat(6);
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('post' as const), isOwn: fc.boolean(), names: fc.boolean() }),
      },
      fc.record({ do: fc.constant('delete' as const), place }),
      fc.record({ do: fc.constant('edit' as const), place, names: fc.boolean() }),
      fc.record({ do: fc.constant('read' as const), place, isBack: fc.boolean() }),
      fc.record({ do: fc.constantFrom('mute' as const, 'archive' as const, 'rejoin' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        await db.admin('truncate private.rate_limits');
        const id = await channel();
        const said: { id: string; by: TestPerson; isGone: boolean }[] = [];
        const bodyOf = (names: boolean) => (names ? `hi <@${bo.memberId}> ${randomUUID()}` : randomUUID());
        const run = {
          post: async ({ isOwn, names }: { isOwn: boolean; names: boolean }) => {
            const by = isOwn ? bo : acme.owner;
            said.push({ id: (await post(by, id, bodyOf(names))).id, by, isGone: false });
          },
          change: async (index: number, body: string | null) => {
            const message = said[index % Math.max(1, said.length)];
            if (!message || message.isGone) return;
            message.isGone = body === null;
            const author = inAcme(message.by);
            await (body === null
              ? author.run(deleteMessage, { id: message.id })
              : author.run(editMessage, { id: message.id, body }));
          },
        };
        for (const one of steps) {
          if (one.do === 'post') await run.post(one);
          if (one.do === 'delete') await run.change(one.place, null);
          if (one.do === 'edit') await run.change(one.place, bodyOf(one.names));
          if (one.do === 'read') await inAcme(bo).run(markRead, { id, seq: one.place, unread: one.isBack });
          if (one.do === 'mute') await inAcme(bo).run(markConversation, { id, isMuted: true });
          if (one.do === 'archive') await inAcme(bo).run(markConversation, { id, isArchived: true });
          if (one.do === 'rejoin') {
            await inAcme(bo).run(removeChannelMember, { id, memberId: bo.memberId });
            await inAcme(acme.owner).run(addChannelMembers, { id, memberIds: [bo.memberId] });
          }
        }
        const marks = await inAcme(bo).run(markConversation, { id, isMuted: false });
        const counts = await truth(id, bo.memberId);
        expect(marks).toMatchObject(counts);
        const { conversations } = await inAcme(bo).run(listConversations, { ids: id });
        expect(conversations).toMatchObject([counts]);
        const told = await lastTold(id);
        const isAsNew = told?.version === marks.version && told.marksVersion === marks.marksVersion;
        expect(isAsNew ? told : marks).toMatchObject(marks);
      }),
      histories(12, 200),
    );
  });

  it('change for who reads, and are told under a version that grows over leaving and coming back', async () => {
    const id = await channel();
    const before = await seenBy(bo, id);
    await inAcme(bo).run(removeChannelMember, { id, memberId: bo.memberId });
    await inAcme(acme.owner).run(addChannelMembers, { id, memberIds: [bo.memberId] });
    expect((await seenBy(bo, id)).marksVersion).toBeGreaterThan(before.marksVersion);
  });
});

async function lastTold(id: string) {
  const [row] = await db.admin<{ payload: unknown }>(
    `select payload from realtime.messages where event = 'conversation.marked' and payload ->> 'conversationId' = $1
       and topic = (select 'user:' || id || ':' || epoch from profiles where id = $2) order by inserted_at desc, id desc limit 1`,
    [id, bo.userId],
  );
  return row && conversationMarked.extend({ workspaceId: z.uuid() }).parse(row.payload);
}

describe('receipts', () => {
  it('tell how far the others have read, unless they or the asker keep it to themselves', async () => {
    const id = await channel();
    const { seq } = await post(acme.owner, id);
    const receipts = async (person: TestPerson) => (await inAcme(person).run(listReceipts, { id })).receipts;
    await inAcme(bo).run(markRead, { id, seq });
    expect(await receipts(acme.owner)).toEqual([{ memberId: bo.memberId, lastReadSeq: seq }]);
    await as(bo).run(changeProfile, { sharesReading: false });
    expect(await receipts(acme.owner)).toEqual([]);
    expect(await receipts(bo)).toEqual([]);
    await as(bo).run(changeProfile, { sharesReading: true });
    expect(await receipts(bo)).toHaveLength(1);
  });

  it('are not for public channels, nor for strangers', async () => {
    expect((await inAcme(acme.owner).run(listReceipts, { id: acme.general })).receipts).toEqual([]);
    const id = randomUUID();
    await inAcme(acme.owner).run(createChannel, { id, kind: 'private', name: `m-${id.slice(0, 8)}` });
    expect(await refusal(inAcme(bo).run(listReceipts, { id }))).toBe('not_found');
    expect(await refusal(as(mallory, acme.id).run(listReceipts, { id }))).toBe('not_found');
  });
});
