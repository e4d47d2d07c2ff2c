import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';

import type { Actor } from '@/lib/core/caller';
import { command } from '@/lib/core/command';
import type { Db } from '@/lib/core/db';
import { AppError, notFound } from '@/lib/core/errors';
import { insertInto } from '@/lib/core/insert';

import { conversationMembers, conversations } from './tables';

const RATE = { burst: 60, periodS: 60 };

async function assertVisible(db: Db, actor: Actor, id: string): Promise<void> {
  const [found] = await db
    .select({ kind: conversations.kind })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, actor.workspaceId), eq(conversations.id, id)));
  if (!found) throw notFound('This channel');
  if (found.kind === 'direct')
    throw new AppError('invalid', 'A direct message keeps its people. Start another one.');
}

/** Adds people to a channel: oneself to a public one, others to one that one is in. Safe to repeat. @throws not_found, forbidden. */
export const addChannelMembers = command({
  name: 'chat.add-channel-members',
  summary: 'Join a public channel, or bring people into a channel you are in.',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), memberIds: z.array(z.uuid()).min(1).max(100) }),
  output: z.object({}),
  feature: 'chat',
  rate: RATE,
  audit: ({ id, memberIds }) => ({ kind: 'conversation', object: id, detail: { memberIds } }),
  run: async ({ db, actor }, { id, memberIds }) => {
    await assertVisible(db, actor, id);
    const rows = memberIds.map((memberId) => ({
      workspaceId: actor.workspaceId,
      conversationId: id,
      memberId,
    }));
    await db.execute(sql`${insertInto(conversationMembers, ...rows)} on conflict do nothing`);
    return {};
  },
});

/** Leaves a channel (oneself), or takes somebody out (channel managers). Safe to repeat. @throws not_found, forbidden. */
export const removeChannelMember = command({
  name: 'chat.remove-channel-member',
  summary: 'Leave a channel, or take a person out of it.',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), memberId: z.uuid() }),
  output: z.object({}),
  feature: 'chat',
  rate: RATE,
  audit: ({ id, memberId }) => ({ kind: 'conversation', object: id, detail: { memberId } }),
  run: async ({ db, actor }, { id, memberId }) => {
    await assertVisible(db, actor, id);
    const isOthers = memberId !== actor.memberId;
    if (isOthers && !actor.permissions.includes('channels.manage')) {
      throw new AppError('forbidden', 'Only those who manage channels take people out.');
    }
    await db
      .delete(conversationMembers)
      .where(
        and(
          eq(conversationMembers.workspaceId, actor.workspaceId),
          eq(conversationMembers.conversationId, id),
          eq(conversationMembers.memberId, memberId),
        ),
      );
    return {};
  },
});
