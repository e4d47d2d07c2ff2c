import { sql } from 'drizzle-orm';

import { command } from '@/lib/core/command';
import type { Db } from '@/lib/core/db';
import { AppError, notFound } from '@/lib/core/errors';

import { announceHints } from './hints';
import { findMessage, MESSAGE_JSON, messageRow } from './message-rows';
import { message, newMessage, type Message } from './schemas';

/**
 * Posts a message. The id comes from the client: a repeat with the same content answers with the message that stands, once.
 * The content is that of the first post, also after an edit; of a deleted message the words are gone, and any will do.
 * Files are one's own, uploaded for this conversation and ready.
 * @throws not_found (not a member, or no such conversation), conflict (archived, a file is not there, or the id stands for
 * something else).
 */
export const postMessage = command({
  name: 'chat.post-message',
  summary: 'Post a message.',
  scope: 'workspace',
  input: newMessage,
  output: message,
  permission: 'messages.post',
  feature: 'chat',
  rate: { burst: 60, periodS: 30 },
  audit: null,
  run: async ({ db, actor, after }, { id, conversationId, body, files }) => {
    const { workspaceId, memberId: authorId } = actor;
    after(() => announceHints(workspaceId));
    const posted = await db.execute<{ message: unknown }>(sql`
      insert into messages as m (workspace_id, id, conversation_id, author_id, body, files)
      values (${workspaceId}::uuid, ${id}::uuid, ${conversationId}::uuid, ${authorId}::uuid, ${body},
        ${JSON.stringify(files.map((file) => ({ id: file })))}::jsonb)
      returning ${MESSAGE_JSON} as message`);
    if (posted.rows[0]) return messageRow.parse(posted.rows[0].message);
    const standing = await findMessage(db, workspaceId, id);
    const isSame =
      standing?.authorId === authorId &&
      standing.conversationId === conversationId &&
      (standing.deletedAt !== null ||
        ((await firstBody(db, workspaceId, standing)) === body && isOfFiles(standing, files)));
    if (!isSame) throw new AppError('conflict', 'Another message has this id. Take a new one.');
    return standing;
  },
  again: async ({ db, actor }, { id }) => {
    const standing = await findMessage(db, actor.workspaceId, id);
    if (!standing) throw notFound('This message');
    return standing;
  },
});

const isOfFiles = (standing: Message, files: readonly string[]): boolean =>
  standing.files.map(({ id }) => id).join() === files.join();

/** What a message said when it was posted. */
async function firstBody(db: Db, workspaceId: string, { id, body }: Message): Promise<string> {
  const { rows } = await db.execute<{ body: string }>(sql`
    select r.body from message_revisions r where r.workspace_id = ${workspaceId}::uuid and r.message_id = ${id}::uuid
    order by r.version limit 1`);
  return rows[0]?.body ?? body;
}
