import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';

import type { Actor } from '@/lib/core/caller';
import type { Db } from '@/lib/core/db';

import { conversation, preview, type Conversation } from './schemas';

const time = z.string().transform((text) => new Date(text).toISOString());
const inboxRow = z
  .object({
    conversation: conversation.extend({
      lastMessageAt: time.nullable(),
      preview: preview.extend({ at: time }).nullable(),
    }),
  })
  .transform((row) => row.conversation);

/**
 * Conversations the caller belongs to, with their marks and what is unread, by name, then by the last message.
 * @param ids only these; archived channels are among them
 */
export async function inboxRows(
  db: Db,
  { workspaceId }: Actor,
  { ids, withArchived = false }: { ids?: readonly string[] | undefined; withArchived?: boolean } = {},
): Promise<Conversation[]> {
  const only = ids === undefined ? sql`null::uuid[]` : sql`${`{${ids.join(',')}}`}::uuid[]`;
  const { rows } = await db.execute(sql`
    select i as conversation
    from private.my_inbox(${workspaceId}::uuid, ${only}, ${withArchived || ids !== undefined}) i`);
  return rows.map((row) => inboxRow.parse(row));
}

const channelRow = z.object({
  id: z.uuid(),
  kind: z.enum(['public', 'private', 'direct']),
  name: z.string().nullable(),
  topic: z.string(),
  seq: z.coerce.number(),
  version: z.coerce.number(),
  is_archived: z.boolean(),
  is_member: z.boolean(),
  created_by: z.string().nullable(),
  last_message_at: z.coerce.date().nullable(),
  topic_name: z.string(),
});

/** Channels as those see them who look from outside: nothing is unread, nothing marked. Under the caller's policies. */
export async function channelRows(
  db: Db,
  { workspaceId, memberId }: Actor,
  condition: SQL,
): Promise<Conversation[]> {
  const { rows } = await db.execute(sql`
    select c.id, c.kind, c.name, c.topic, c.seq, c.version, c.created_by, c.last_message_at,
      c.archived_at is not null as is_archived,
      cm.member_id is not null as is_member,
      'conversation:' || c.topic_id || ':' || case when c.kind = 'public' then w.epoch else c.epoch end as topic_name
    from conversations c
    join workspaces w on w.id = c.workspace_id
    left join conversation_members cm
      on cm.workspace_id = c.workspace_id and cm.conversation_id = c.id and cm.member_id = ${memberId}::uuid
    where c.workspace_id = ${workspaceId}::uuid and ${condition}
    order by c.name nulls last, c.id`);
  return rows.map((raw) => {
    const found = channelRow.parse(raw);
    return {
      id: found.id,
      kind: found.kind,
      name: found.name,
      topic: found.topic,
      seq: found.seq,
      version: found.version,
      isArchived: found.is_archived,
      isMember: found.is_member,
      marksVersion: 0,
      lastReadSeq: found.seq,
      unreadCount: 0,
      mentionCount: 0,
      isMuted: false,
      isPinned: false,
      archivedSeq: null,
      memberIds: [],
      createdBy: found.created_by,
      lastMessageAt: found.last_message_at?.toISOString() ?? null,
      preview: null,
      topicName: found.topic_name,
    };
  });
}
