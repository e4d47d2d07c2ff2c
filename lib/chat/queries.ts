import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { query } from '@/lib/core/command';
import { AppError, notFound } from '@/lib/core/errors';

import { conversationRows } from './conversation-rows';
import { MESSAGE_WITH_REACTIONS_JSON, messageWindow, messageWithReactionsRow } from './message-rows';
import { conversation, messagePage, messageWithReactions } from './schemas';

const READS = { burst: 120, periodS: 60 };
const MAX_CHANGES = 200;

/** The caller's conversations: what the sidebar lists. */
export const listConversations = query({
  name: 'chat.list-conversations',
  summary: 'List the channels and direct messages you belong to, with what is unread.',
  scope: 'workspace',
  input: z.object({}),
  output: z.object({ conversations: z.array(conversation) }),
  feature: 'chat',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }) => ({
    conversations: await conversationRows(db, actor, sql`cm.member_id is not null and c.archived_at is null`),
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
    return { channels: await conversationRows(db, actor, sql`c.kind = 'public' and c.name like ${pattern}`) };
  },
});

/** One conversation that the caller sees. @throws not_found */
export const getConversation = query({
  name: 'chat.get-conversation',
  summary: 'Get one conversation.',
  scope: 'workspace',
  input: z.object({ id: z.uuid() }),
  output: conversation,
  feature: 'chat',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }, { id }) => {
    const [found] = await conversationRows(db, actor, sql`c.id = ${id}::uuid`);
    if (!found) throw notFound('This conversation');
    return found;
  },
});

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
    const { rows } = await db.execute<{ member_ids: string[] }>(sql`
      select coalesce((select array_agg(cm.member_id order by cm.created_at, cm.member_id) from conversation_members cm
        join memberships m on m.workspace_id = cm.workspace_id and m.id = cm.member_id and m.status = 'active'
        where cm.workspace_id = c.workspace_id and cm.conversation_id = c.id), '{}'::uuid[]) as member_ids
      from conversations c where c.workspace_id = ${actor.workspaceId}::uuid and c.id = ${id}::uuid`);
    if (!rows[0]) throw notFound('This conversation');
    return { memberIds: rows[0].member_ids };
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
  run: async ({ db, actor }, { id, before, after, around, limit }) => {
    if ([before, after, around].filter((place) => place !== undefined).length > 1) {
      throw new AppError('invalid', 'Give one of before, after and around.');
    }
    let chosen = sql`true order by s.seq desc limit ${limit}`;
    if (before !== undefined) chosen = sql`s.seq < ${before} order by s.seq desc limit ${limit}`;
    if (after !== undefined) chosen = sql`s.seq > ${after} order by s.seq limit ${limit}`;
    if (around !== undefined) {
      const half = Math.floor(limit / 2);
      chosen = sql`s.seq between ${around - half} and ${around + half} order by s.seq limit ${limit}`;
    }
    const found = await messageWindow(db, { workspaceId: actor.workspaceId, conversationId: id }, chosen);
    if (!found) throw notFound('This conversation');
    const first = found.messages[0]?.seq ?? found.seq + 1;
    const last = found.messages.at(-1)?.seq ?? after ?? found.seq;
    return { ...found, hasOlder: first > 1 && found.messages.length > 0, hasNewer: last < found.seq };
  },
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
      sql`s.version > ${since} order by s.version limit ${MAX_CHANGES + 1}`,
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
