import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { notFound } from '@/lib/core/errors';

import { conversationMembers } from './tables';

/**
 * Sets how far one has read. Reading only moves on, so that a slow tab takes nothing back; `unread` true moves back,
 * to mark a message and all after it unread. @throws not_found
 */
export const markRead = command({
  name: 'chat.mark-read',
  summary: 'Tell how far you have read (everything up to `seq`).',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), seq: z.number().int().min(0), unread: z.boolean().default(false) }),
  output: z.object({ lastReadSeq: z.number().int() }),
  feature: 'chat',
  rate: { burst: 240, periodS: 60 },
  audit: null,
  run: async ({ db, actor }, { id, seq, unread }) => {
    const to = unread
      ? sql`${seq}::bigint`
      : sql`greatest(${conversationMembers.lastReadSeq}, ${seq}::bigint)`;
    const [mine] = await db
      .update(conversationMembers)
      .set({ lastReadSeq: to })
      .where(
        and(
          eq(conversationMembers.workspaceId, actor.workspaceId),
          eq(conversationMembers.conversationId, id),
          eq(conversationMembers.memberId, actor.memberId),
        ),
      )
      .returning({ lastReadSeq: conversationMembers.lastReadSeq });
    if (!mine) throw notFound('This conversation, as one you are in,');
    return mine;
  },
});
