import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { AppError } from '@/lib/core/errors';

import { MESSAGE_JSON, messageRow } from './message-rows';
import { message, messageBody } from './schemas';

/**
 * Posts a message. The id comes from the client: a repeat with the same content answers with the message that stands, once.
 * @throws not_found (not a member, or no such conversation), conflict (archived, or the id stands for something else).
 */
export const postMessage = command({
  name: 'chat.post-message',
  summary: 'Post a message.',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), conversationId: z.uuid(), body: messageBody }),
  output: message,
  permission: 'messages.post',
  feature: 'chat',
  rate: { burst: 60, periodS: 30 },
  audit: null,
  run: async ({ db, actor }, { id, conversationId, body }) => {
    const { workspaceId, memberId: authorId } = actor;
    const posted = await db.execute<{ message: unknown }>(sql`
      insert into messages as m (workspace_id, id, conversation_id, author_id, body)
      values (${workspaceId}::uuid, ${id}::uuid, ${conversationId}::uuid, ${authorId}::uuid, ${body})
      returning ${MESSAGE_JSON} as message`);
    if (posted.rows[0]) return messageRow.parse(posted.rows[0].message);
    const found = await db.execute<{ message: unknown }>(
      sql`select ${MESSAGE_JSON} as message from messages m where m.workspace_id = ${workspaceId}::uuid and m.id = ${id}::uuid`,
    );
    const standing = messageRow.optional().parse(found.rows[0]?.message);
    const isSame =
      standing?.authorId === authorId &&
      standing.conversationId === conversationId &&
      (standing.body === body || standing.editedAt !== null || standing.deletedAt !== null);
    if (!isSame) throw new AppError('conflict', 'Another message has this id. Take a new one.');
    return standing;
  },
});
