import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { notFound } from '@/lib/core/errors';

import { marks } from './schemas';

const RATE = { burst: 240, periodS: 60 };
const answer = z.object({ marks: marks.nullable() });

/**
 * Sets how far one has read. Reading only moves on, so that a slow tab takes nothing back; `unread` true sets it exactly,
 * to mark a message and all after it unread. @throws not_found
 */
export const markRead = command({
  name: 'chat.mark-read',
  summary: 'Tell how far you have read (everything up to `seq`).',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), seq: z.number().int().min(0), unread: z.boolean().default(false) }),
  output: marks,
  feature: 'chat',
  rate: RATE,
  audit: null,
  run: async ({ db, actor }, { id, seq, unread }) => {
    const { rows } = await db.execute(sql`
      select private.mark_conversation(${actor.workspaceId}::uuid, ${id}::uuid, ${seq}::bigint, ${unread}, null, null, null) as marks`);
    return present(answer.parse(rows[0]).marks);
  },
});

/**
 * Mutes, pins or archives a conversation for oneself. Archiving reads it and takes the pin off; pinning brings it back.
 * @throws not_found
 */
export const markConversation = command({
  name: 'chat.mark-conversation',
  summary: 'Mute, pin or archive a conversation for yourself.',
  scope: 'workspace',
  input: z.object({
    id: z.uuid(),
    isMuted: z.boolean().optional(),
    isPinned: z.boolean().optional(),
    isArchived: z.boolean().optional(),
  }),
  output: marks,
  feature: 'chat',
  rate: RATE,
  audit: null,
  run: async ({ db, actor }, { id, isMuted, isPinned, isArchived }) => {
    const { rows } = await db.execute(sql`
      select private.mark_conversation(${actor.workspaceId}::uuid, ${id}::uuid, null, false,
        ${isMuted ?? null}, ${isPinned ?? null}, ${isArchived ?? null}) as marks`);
    return present(answer.parse(rows[0]).marks);
  },
});

function present<T>(found: T | null): T {
  if (found === null) throw notFound('This conversation, as one you are in,');
  return found;
}
