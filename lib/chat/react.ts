import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';

import type { Actor } from '@/lib/core/caller';
import { command } from '@/lib/core/command';
import type { Db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';
import { insertInto } from '@/lib/core/insert';

import { emoji } from './schemas';
import { conversations, messages, reactions } from './tables';

const input = z.object({ id: z.uuid(), emoji });
/** As of this version of the conversation the record says so. */
const output = z.object({ version: z.number().int() });
const RATE = { burst: 60, periodS: 60 };

/** Puts an emoji on a message; once, however often it is asked. @throws not_found, gone (deleted), invalid (24 kinds at most). */
export const addReaction = command({
  name: 'chat.add-reaction',
  summary: 'React to a message.',
  scope: 'workspace',
  input,
  output,
  permission: 'messages.post',
  feature: 'chat',
  rate: RATE,
  audit: null,
  run: async ({ db, actor }, { id, emoji: symbol }) => {
    const { workspaceId, memberId } = actor;
    const [target] = await db
      .select({ conversationId: messages.conversationId })
      .from(messages)
      .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, id)));
    if (!target) throw notFound('This message');
    const { conversationId } = target;
    const row = { workspaceId, conversationId, messageId: id, memberId, emoji: symbol };
    await db.execute(sql`${insertInto(reactions, row)} on conflict do nothing`);
    return { version: await versionOf(db, actor, id) };
  },
});

/** Takes one's reaction back; fine when there is none. */
export const removeReaction = command({
  name: 'chat.remove-reaction',
  summary: 'Take your reaction back.',
  scope: 'workspace',
  input,
  output,
  feature: 'chat',
  rate: RATE,
  audit: null,
  run: async ({ db, actor }, { id, emoji: symbol }) => {
    await db.execute(sql`select private.lock_message(${actor.workspaceId}::uuid, ${id}::uuid)`);
    await db
      .delete(reactions)
      .where(
        and(
          eq(reactions.workspaceId, actor.workspaceId),
          eq(reactions.messageId, id),
          eq(reactions.memberId, actor.memberId),
          eq(reactions.emoji, symbol),
        ),
      );
    return { version: await versionOf(db, actor, id) };
  },
});

/** The version of a message's conversation; 0 where one cannot see it. */
async function versionOf(db: Db, { workspaceId }: Actor, messageId: string): Promise<number> {
  const [found] = await db
    .select({ version: conversations.version })
    .from(conversations)
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, conversations.workspaceId), eq(messages.conversationId, conversations.id)),
    )
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, messageId)));
  return found?.version ?? 0;
}
