import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';

import type { Db } from '@/lib/core/db';

import { message, messageWithReactions, type Message, type MessageWithReactions } from './schemas';

/** The fields of a message `m` as JSON, without reactions. */
const FIELDS = sql.raw(
  `'id', m.id, 'conversationId', m.conversation_id, 'seq', m.seq, 'version', m.version, 'authorId', m.author_id,
  'body', m.body, 'files', m.files, 'createdAt', m.created_at, 'editedAt', m.edited_at, 'deletedAt', m.deleted_at`,
);

/** A message `m` as one JSON value, for `returning`. */
export const MESSAGE_JSON: SQL = sql`jsonb_build_object(${FIELDS})`;

/** A message `m` with its reactions as one JSON value. */
export const MESSAGE_WITH_REACTIONS_JSON: SQL = sql`jsonb_build_object(${FIELDS},
  'reactions', coalesce((
    select jsonb_agg(jsonb_build_object('emoji', r.emoji, 'memberId', r.member_id) order by r.created_at, r.emoji, r.member_id)
    from reactions r
    where r.workspace_id = m.workspace_id and r.conversation_id = m.conversation_id and r.message_id = m.id), '[]'::jsonb))`;

const time = z.string().transform((text) => new Date(text).toISOString());
const times = { createdAt: time, editedAt: time.nullable(), deletedAt: time.nullable() };

/** What MESSAGE_JSON gives, with times as the API writes them. */
export const messageRow = message.extend(times);
/** What MESSAGE_WITH_REACTIONS_JSON gives, with times as the API writes them. */
export const messageWithReactionsRow = messageWithReactions.extend(times);

/** A message that the caller may read, as it stands; undefined for any other. */
export async function findMessage(db: Db, workspaceId: string, id: string): Promise<Message | undefined> {
  const { rows } = await db.execute<{ message: unknown }>(
    sql`select ${MESSAGE_JSON} as message from messages m where m.workspace_id = ${workspaceId}::uuid and m.id = ${id}::uuid`,
  );
  return rows[0] ? messageRow.parse(rows[0].message) : undefined;
}

const window = z
  .object({
    window: z
      .object({ version: z.number(), seq: z.number(), messages: z.array(messageWithReactionsRow) })
      .nullable(),
  })
  .transform((row) => row.window);

/** Which messages: those from `first` to `last` (by default the newest), or those that changed since a version. */
export type Wanted = { first?: number; last?: number; since?: number; limit: number };

/** A run of messages with the conversation's seq and version of the same snapshot; null when it cannot be seen. */
export async function messageWindow(
  db: Db,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  { first, last, since, limit }: Wanted,
): Promise<{ version: number; seq: number; messages: MessageWithReactions[] } | null> {
  const { rows } = await db.execute(sql`
    select private.read_messages(${workspaceId}::uuid, ${conversationId}::uuid,
      ${first ?? null}::bigint, ${last ?? null}::bigint, ${since ?? null}::bigint, ${limit}::integer) as window`);
  return window.parse(rows[0]);
}
