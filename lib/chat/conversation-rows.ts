import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';

import type { Actor } from '@/lib/core/caller';
import type { Db } from '@/lib/core/db';

import type { Conversation } from './schemas';

const row = z.object({
  id: z.uuid(),
  kind: z.enum(['public', 'private', 'direct']),
  name: z.string().nullable(),
  topic: z.string(),
  seq: z.coerce.number(),
  is_archived: z.boolean(),
  is_member: z.boolean(),
  last_read_seq: z.coerce.number(),
  mention_count: z.coerce.number(),
  direct_key: z.string().nullable(),
  created_by: z.string().nullable(),
  last_message_at: z.coerce.date().nullable(),
  topic_name: z.string(),
});

/** Conversations as their list and their page show them, in one statement under the caller's policies. */
export async function conversationRows(db: Db, actor: Actor, condition: SQL): Promise<Conversation[]> {
  const { rows } = await db.execute(sql`
    select c.id, c.kind, c.name, c.topic, c.seq, c.direct_key, c.created_by,
      c.last_message_at,
      c.archived_at is not null as is_archived,
      cm.member_id is not null as is_member,
      coalesce(cm.last_read_seq, c.seq) as last_read_seq,
      (select count(*) from mentions x
        where x.workspace_id = c.workspace_id and x.member_id = ${actor.memberId}::uuid
          and x.conversation_id = c.id and x.seq > cm.last_read_seq) as mention_count,
      'conversation:' || c.topic_id || ':' || case when c.kind = 'public' then w.epoch else c.epoch end as topic_name
    from conversations c
    join workspaces w on w.id = c.workspace_id
    left join conversation_members cm
      on cm.workspace_id = c.workspace_id and cm.conversation_id = c.id and cm.member_id = ${actor.memberId}::uuid
    where c.workspace_id = ${actor.workspaceId}::uuid and ${condition}
    order by c.name nulls last, c.last_message_at desc nulls last, c.id`);
  return rows.map((raw) => {
    const found = row.parse(raw);
    return {
      id: found.id,
      kind: found.kind,
      name: found.name,
      topic: found.topic,
      seq: found.seq,
      isArchived: found.is_archived,
      isMember: found.is_member,
      lastReadSeq: found.last_read_seq,
      mentionCount: found.mention_count,
      memberIds: found.direct_key?.split(' ') ?? [],
      createdBy: found.created_by,
      lastMessageAt: found.last_message_at?.toISOString() ?? null,
      topicName: found.topic_name,
    };
  });
}
