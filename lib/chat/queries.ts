import { sql } from 'drizzle-orm';
import { z } from 'zod';

import type { Actor } from '@/lib/core/caller';
import { query } from '@/lib/core/command';
import type { Db } from '@/lib/core/db';
import { AppError, notFound } from '@/lib/core/errors';

import { channelRows, inboxRows } from './conversation-rows';
import {
  MESSAGE_WITH_REACTIONS_JSON,
  messageWindow,
  messageWithReactionsRow,
  type Wanted,
} from './message-rows';
import {
  conversation,
  messagePage,
  messageWithReactions,
  receiptMoved,
  type Conversation,
  type MessagePage,
} from './schemas';

const READS = { burst: 120, periodS: 60 };
const MAX_CHANGES = 200;
const PAGE_SIZE = 50;

const ids = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(z.uuid()).max(200));

/** The caller's conversations: what the sidebar and the inbox list. */
export const listConversations = query({
  name: 'chat.list-conversations',
  summary: 'List the channels and direct messages you belong to, with what is unread.',
  scope: 'workspace',
  input: z.object({
    /** Only these, separated by commas; archived channels among them are answered too. */
    ids: ids.optional(),
    /** Also channels that are archived. */
    archived: z.enum(['true', 'false']).default('false'),
  }),
  output: z.object({ conversations: z.array(conversation) }),
  feature: 'chat',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }, { ids: wanted, archived }) => ({
    conversations: await inboxRows(db, actor, { ids: wanted, withArchived: archived === 'true' }),
  }),
});

/** Public channels one could join, for insiders; for outsiders those they are in. */
export const browseChannels = query({
  name: 'chat.browse-channels',
  summary: 'List the public channels of the workspace, joined or not.',
  scope: 'workspace',
  input: z.object({ search: z.string().trim().max(80).default('') }),
  output: z.object({ channels: z.array(conversation) }),
  feature: 'chat',
  rate: READS,
  run: async ({ db, actor }, { search }) => {
    const pattern = `%${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    return { channels: await channelRows(db, actor, sql`c.kind = 'public' and c.name like ${pattern}`) };
  },
});

async function seen(db: Db, actor: Actor, id: string): Promise<Conversation> {
  const [mine] = await inboxRows(db, actor, { ids: [id] });
  const [found] = mine ? [mine] : await channelRows(db, actor, sql`c.id = ${id}::uuid`);
  if (!found) throw notFound('This conversation');
  return found;
}

/** One conversation that the caller sees. @throws not_found */
export const getConversation = query({
  name: 'chat.get-conversation',
  summary: 'Get one conversation.',
  scope: 'workspace',
  input: z.object({ id: z.uuid() }),
  output: conversation,
  feature: 'chat',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }, { id }) => seen(db, actor, id),
});

async function memberIdsOf(db: Db, actor: Actor, id: string): Promise<string[] | null> {
  const { rows } = await db.execute<{ member_ids: string[] | null }>(
    sql`select private.read_members(${actor.workspaceId}::uuid, ${id}::uuid) as member_ids`,
  );
  return rows[0]?.member_ids ?? null;
}

/** Who belongs to a conversation. @throws not_found */
export const listConversationMembers = query({
  name: 'chat.list-conversation-members',
  summary: 'List the members of a conversation.',
  scope: 'workspace',
  input: z.object({ id: z.uuid() }),
  output: z.object({ memberIds: z.array(z.uuid()) }),
  feature: 'chat',
  rate: READS,
  run: async ({ db, actor }, { id }) => {
    const memberIds = await memberIdsOf(db, actor, id);
    if (!memberIds) throw notFound('This conversation');
    return { memberIds };
  },
});

/** How far the others have read, where receipts are shown: private conversations of at most twenty people. @throws not_found */
export const listReceipts = query({
  name: 'chat.list-receipts',
  summary:
    'List how far the others in a small private conversation have read, as far as they and you share it.',
  scope: 'workspace',
  input: z.object({ id: z.uuid() }),
  output: z.object({ receipts: z.array(receiptMoved) }),
  feature: 'chat',
  rate: READS,
  run: async ({ db, actor }, { id }) => {
    const visible = await db.execute(sql`
      select from conversations c where c.workspace_id = ${actor.workspaceId}::uuid and c.id = ${id}::uuid`);
    if (visible.rows.length === 0) throw notFound('This conversation');
    const { rows } = await db.execute<{ memberId: string; lastReadSeq: string }>(sql`
      select r.member_id as "memberId", r.last_read_seq as "lastReadSeq"
      from private.my_receipts(${actor.workspaceId}::uuid, ${id}::uuid) r`);
    return { receipts: rows.map((row) => ({ ...row, lastReadSeq: Number(row.lastReadSeq) })) };
  },
});

type Place = { before?: number | undefined; after?: number | undefined; around?: number | undefined };

/** @throws invalid (more than one place), not_found */
async function pageOf(
  db: Db,
  actor: Actor,
  id: string,
  { before, after, around }: Place,
  limit: number,
): Promise<MessagePage> {
  if ([before, after, around].filter((place) => place !== undefined).length > 1) {
    throw new AppError('invalid', 'Give one of before, after and around.');
  }
  const half = Math.floor(limit / 2);
  let wanted: Wanted = { limit };
  if (before !== undefined) wanted = { first: Math.max(1, before - limit), last: before - 1, limit };
  if (after !== undefined) wanted = { first: after + 1, limit };
  if (around !== undefined) wanted = { first: Math.max(1, around - half), last: around + half, limit };
  const found = await messageWindow(db, { workspaceId: actor.workspaceId, conversationId: id }, wanted);
  if (!found) throw notFound('This conversation');
  const first = found.messages[0]?.seq ?? found.seq + 1;
  const last = found.messages.at(-1)?.seq ?? after ?? found.seq;
  return { ...found, hasOlder: first > 1 && found.messages.length > 0, hasNewer: last < found.seq };
}

const aroundRow = z.object({
  memberIds: z.array(z.uuid()).nullable(),
  liveCall: z.object({ callId: z.uuid(), version: z.number().int() }).nullable(),
});

/** Who belongs to a conversation, and the call that goes on in it. */
async function aroundOf(db: Db, { workspaceId }: Actor, id: string) {
  const { rows } = await db.execute(sql`
    select private.read_members(${workspaceId}::uuid, ${id}::uuid) as "memberIds",
      (select jsonb_build_object('callId', c.id, 'version', c.version)
        from rooms r join calls c on c.workspace_id = r.workspace_id and c.room_id = r.id and c.ended_at is null
        where r.workspace_id = ${workspaceId}::uuid and r.conversation_id = ${id}::uuid) as "liveCall"`);
  return aroundRow.parse(rows[0]);
}

/**
 * Everything the first screen of a conversation shows, in one transaction: itself, the newest messages or those around
 * `at`, its members, and the call that goes on in it. @throws not_found
 */
export const openConversation = query({
  name: 'chat.open-conversation',
  summary:
    'Open a conversation: itself, its newest messages (or those around `at`), its members, and its live call.',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), at: z.coerce.number().int().min(1).optional() }),
  output: z.object({
    conversation,
    page: messagePage,
    memberIds: z.array(z.uuid()),
    liveCall: aroundRow.shape.liveCall,
  }),
  feature: 'chat',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }, { id, at }) => {
    const found = await seen(db, actor, id);
    const around = at !== undefined && at <= found.seq ? at : undefined;
    const page = await pageOf(db, actor, id, { around }, PAGE_SIZE);
    const { memberIds, liveCall } = await aroundOf(db, actor, id);
    return { conversation: found, page, memberIds: memberIds ?? [], liveCall };
  },
});

/**
 * A page of messages in order: the newest, or those before, after or around a seq.
 * @throws not_found
 */
export const listMessages = query({
  name: 'chat.list-messages',
  summary: 'Read messages: the newest, or those before, after or around a place (`seq`).',
  scope: 'workspace',
  input: z.object({
    id: z.uuid(),
    before: z.coerce.number().int().min(1).optional(),
    after: z.coerce.number().int().min(0).optional(),
    around: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  output: messagePage,
  feature: 'chat',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }, { id, before, after, around, limit }) =>
    pageOf(db, actor, id, { before, after, around }, limit),
});

/**
 * Everything that changed in a conversation since a version: new, edited and deleted messages, and reactions.
 * `isComplete` false means that there was more: fetch the newest page instead. @throws not_found
 */
export const listChanges = query({
  name: 'chat.list-changes',
  summary: 'Catch up: messages that were posted, changed or reacted to since a version.',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), since: z.coerce.number().int().min(0) }),
  output: messagePage.pick({ messages: true, version: true, seq: true }).extend({ isComplete: z.boolean() }),
  feature: 'chat',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }, { id, since }) => {
    const found = await messageWindow(
      db,
      { workspaceId: actor.workspaceId, conversationId: id },
      { since, limit: MAX_CHANGES + 1 },
    );
    if (!found) throw notFound('This conversation');
    return { ...found, isComplete: found.messages.length <= MAX_CHANGES };
  },
});

/** Newest messages that hold every word of the search, of what the caller may read. */
export const searchMessages = query({
  name: 'chat.search-messages',
  summary: 'Search messages: every word (or beginning of a word) must occur; newest first.',
  scope: 'workspace',
  input: z.object({ q: z.string().trim().min(2).max(200), before: z.iso.datetime().optional() }),
  output: z.object({ messages: z.array(messageWithReactions) }),
  feature: 'chat',
  rate: { burst: 60, periodS: 60 },
  run: async ({ db, actor }, { q, before }) => {
    const { rows } = await db.execute<{ message: unknown }>(sql`
      select ${MESSAGE_WITH_REACTIONS_JSON} as message
      from private.search_messages(${actor.workspaceId}::uuid, ${q}, ${before ?? null}::timestamptz, 30) m`);
    return { messages: rows.map(({ message }) => messageWithReactionsRow.parse(message)) };
  },
});
