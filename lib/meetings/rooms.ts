import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command, query } from '@/lib/core/command';
import { notFound } from '@/lib/core/errors';

import { room, roomCode } from './schemas';

const opened = z.object({
  id: z.uuid(),
  code: z.string(),
  /** False: the conversation, or the id, had it already. */
  isNew: z.boolean(),
});

/**
 * Opens a room: of a conversation (which has one), or a free one, which members enter who know its code.
 * Safe to repeat. @throws forbidden, not_found (not in the conversation).
 */
export const openRoom = command({
  name: 'meetings.open-room',
  summary: 'Open a meeting room, or get the one that a conversation has.',
  scope: 'workspace',
  input: z.object({
    id: z.uuid(),
    name: z.string().trim().max(80).default(''),
    conversationId: z.uuid().optional(),
  }),
  output: opened,
  permission: 'calls.start',
  feature: 'meetings',
  rate: { burst: 20, periodS: 60 },
  audit: ({ name, conversationId }, { id: object, code, isNew }) =>
    isNew
      ? {
          kind: 'room',
          object,
          detail: { name, code, ...(conversationId === undefined ? {} : { conversationId }) },
        }
      : null,
  run: async ({ db, actor }, { id, name, conversationId }) => {
    const { rows } = await db.execute(sql`
      select private.open_room(${actor.workspaceId}::uuid, ${id}::uuid, ${name}, ${conversationId ?? null}::uuid) as room`);
    return z.object({ room: opened }).parse(rows[0]).room;
  },
});

const found = z.object({ room: room.nullable() });

/** The room of a code and its live call. Guessing is limited; who may not enter learns nothing. @throws not_found */
export const getRoom = query({
  name: 'meetings.get-room',
  summary: 'Get a meeting room by its code, with the call that is live in it.',
  scope: 'person',
  input: z.object({ room_code: roomCode }),
  output: room,
  rate: { burst: 30, periodS: 60 },
  run: async ({ db }, { room_code: code }) => {
    const { rows } = await db.execute(sql`select private.room_by_code(${code}) as room`);
    const answer = found.parse(rows[0]).room;
    if (!answer) throw notFound('This room');
    return answer;
  },
});

/** The rooms the caller sees: those of their conversations, and those they opened or were in. */
export const listRooms = query({
  name: 'meetings.list-rooms',
  summary: 'List the meeting rooms you can enter.',
  scope: 'workspace',
  input: z.object({}),
  output: z.object({
    rooms: z.array(room.omit({ call: true, workspaceId: true }).extend({ isLive: z.boolean() })),
  }),
  feature: 'meetings',
  rate: { burst: 120, periodS: 60 },
  run: async ({ db, actor }) => {
    await db.execute(sql`select private.tend_calls(${actor.workspaceId}::uuid)`);
    const { rows } = await db.execute(sql`
      select r.id, r.code, r.name, r.conversation_id as "conversationId", r.created_by as "createdBy", r.created_at as "createdAt",
        exists (select from calls c where c.workspace_id = r.workspace_id and c.room_id = r.id and c.ended_at is null) as "isLive"
      from rooms r where r.workspace_id = ${actor.workspaceId}::uuid
      order by r.created_at desc, r.id limit 200`);
    return { rooms: z.array(listed).parse(rows) };
  },
});

const listed = room
  .omit({ call: true, workspaceId: true })
  .extend({ isLive: z.boolean(), createdAt: z.coerce.date().transform((at) => at.toISOString()) });
