import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';

import type { Actor } from '@/lib/core/caller';
import { command } from '@/lib/core/command';
import type { Db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';

import { announceHints } from './hints';
import { findMessage, MESSAGE_JSON, messageRow } from './message-rows';
import { message, messageBody, type Message } from './schemas';

const RATE = { burst: 60, periodS: 60 };

async function change(db: Db, actor: Actor, id: string, assignment: SQL): Promise<Message> {
  const { rows } = await db.execute<{ message: unknown }>(sql`
    update messages m set ${assignment} where m.workspace_id = ${actor.workspaceId}::uuid and m.id = ${id}::uuid
    returning ${MESSAGE_JSON} as message`);
  if (!rows[0]) throw notFound('This message, as one you may change,');
  return messageRow.parse(rows[0].message);
}

/** Edits one's own message; what it said before is kept. A repeat changes nothing. @throws not_found, forbidden, gone (deleted). */
export const editMessage = command({
  name: 'chat.edit-message',
  summary: 'Edit your message.',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), body: messageBody }),
  output: message,
  permission: 'messages.post',
  feature: 'chat',
  rate: RATE,
  audit: null,
  run: ({ db, actor }, { id, body }) => change(db, actor, id, sql`body = ${body}`),
  again: async ({ db, actor }, { id }) => {
    const standing = await findMessage(db, actor.workspaceId, id);
    if (!standing) throw notFound('This message');
    return standing;
  },
});

/** Deletes a message: one's own, or, as a moderator, any in a conversation one is in. @throws not_found, gone (deleted before). */
export const deleteMessage = command({
  name: 'chat.delete-message',
  summary: 'Delete a message. Its place stays, its words and reactions go.',
  scope: 'workspace',
  input: z.object({ id: z.uuid() }),
  output: message,
  feature: 'chat',
  rate: RATE,
  audit: (_, deleted, actor) => ({
    kind: 'message',
    object: deleted.id,
    detail: { conversationId: deleted.conversationId, isOwn: deleted.authorId === actor?.memberId },
  }),
  run: ({ db, actor, after }, { id }) => {
    after(() => announceHints(actor.workspaceId));
    return change(db, actor, id, sql`deleted_at = now()`);
  },
});
