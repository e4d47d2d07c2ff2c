import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { AppError } from '@/lib/core/errors';
import { insertInto } from '@/lib/core/insert';

import { channelName } from './schemas';
import { conversations } from './tables';

/**
 * Creates a channel; its maker is its first member. Safe to repeat with the same id and name.
 * @throws conflict (a public channel has this name, or the id stands for something else).
 */
export const createChannel = command({
  name: 'chat.create-channel',
  summary: 'Create a public or private channel.',
  scope: 'workspace',
  input: z.object({
    id: z.uuid(),
    name: channelName,
    kind: z.enum(['public', 'private']).default('public'),
    topic: z.string().trim().max(250).default(''),
  }),
  output: z.object({ id: z.uuid() }),
  permission: 'channels.create',
  feature: 'chat',
  rate: { burst: 20, periodS: 60 },
  audit: ({ name, kind }, { id }) => ({ kind: 'conversation', object: id, detail: { name, kind } }),
  run: async ({ db, actor }, { id, name, kind, topic }) => {
    const { workspaceId, memberId: createdBy } = actor;
    const row = { workspaceId, id, kind, name, topic, createdBy };
    await db.execute(sql`${insertInto(conversations, row)} on conflict do nothing`);
    const [made] = await db
      .select({ name: conversations.name, kind: conversations.kind, createdBy: conversations.createdBy })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, id)));
    if (made?.name !== name || made.kind !== kind || made.createdBy !== createdBy) {
      throw new AppError('conflict', `There is a channel #${name} already.`, {
        fields: { name: 'This name is taken.' },
      });
    }
    return { id };
  },
});
