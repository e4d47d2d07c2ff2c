import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { notFound } from '@/lib/core/errors';

import { channelName } from './schemas';
import { conversations } from './tables';

/**
 * Renames a channel, sets its topic, archives or restores it, turns it private or public: its creator, and those who manage channels.
 * @throws not_found (cannot be seen or changed), conflict (name taken).
 */
export const changeChannel = command({
  name: 'chat.change-channel',
  summary: 'Rename, describe, archive or restore a channel, turn it private or public.',
  scope: 'workspace',
  input: z.object({
    id: z.uuid(),
    name: channelName.optional(),
    topic: z.string().trim().max(250).optional(),
    isArchived: z.boolean().optional(),
    kind: z.enum(['public', 'private']).optional(),
  }),
  output: z.object({ id: z.uuid() }),
  feature: 'chat',
  rate: { burst: 30, periodS: 60 },
  audit: ({ id, ...change }) => ({ kind: 'conversation', object: id, detail: change }),
  run: async ({ db, actor }, { id, name, topic, isArchived, kind }) => {
    if (kind !== undefined) {
      const { rows } = await db.execute<{ changed: boolean }>(
        sql`select private.change_channel_kind(${actor.workspaceId}::uuid, ${id}::uuid, ${kind}) as changed`,
      );
      if (!rows[0]?.changed) throw notFound('This channel, as one you may change,');
    }
    const change: Partial<typeof conversations.$inferInsert> = {
      ...(name === undefined ? {} : { name }),
      ...(topic === undefined ? {} : { topic }),
      ...(isArchived === undefined ? {} : { archivedAt: isArchived ? new Date() : null }),
    };
    const condition = and(eq(conversations.workspaceId, actor.workspaceId), eq(conversations.id, id));
    const [changed] =
      Object.keys(change).length === 0
        ? await db.select({ id: conversations.id }).from(conversations).where(condition)
        : await db.update(conversations).set(change).where(condition).returning({ id: conversations.id });
    if (!changed) throw notFound('This channel, as one you may change,');
    return changed;
  },
});
