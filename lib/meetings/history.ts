import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { query } from '@/lib/core/command';

import { callSummary } from './schemas';

/**
 * Calls of the conversations and rooms that the caller sees, newest first: who was there, when, for how long, how well.
 * Right also for pages that died: before it reads, it closes their seats, at their last sign of life.
 */
export const listCalls = query({
  name: 'meetings.list-calls',
  summary: 'List past and live calls: who was there, when, how long and how well.',
  scope: 'workspace',
  input: z.object({
    conversationId: z.uuid().optional(),
    /** Only those that go on. */
    live: z.enum(['true', 'false']).default('false'),
    /** Those that began before this; and with `beforeId`, in the same millisecond, those listed after that call. */
    before: z.iso.datetime().optional(),
    beforeId: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  output: z.object({ calls: z.array(callSummary) }),
  feature: 'meetings',
  rate: { burst: 120, periodS: 60 },
  run: async ({ db, actor }, { conversationId, live, before, beforeId, limit }) => {
    await db.execute(sql`select private.tend_calls(${actor.workspaceId}::uuid)`);
    const { rows } = await db.execute(sql`
      select c.started_at as "startedAt", c.ended_at as "endedAt", c.id, c.kind,
        c.started_by as "startedBy", c.end_reason as "endReason", r.conversation_id as "conversationId", r.name as "roomName",
        coalesce((
          select jsonb_agg(jsonb_build_object('memberId', s.member_id, 'joinedAt', s.joined_at,
            'leftAt', s.left_at,
            'presentMs', greatest(0, extract(epoch from coalesce(s.left_at, now()) - s.joined_at) * 1000 - s.away_ms)::bigint, 'score', round((s.score_sum / nullif(s.score_count, 0))::numeric, 1),
            'roundTripMs', round(s.round_trip_sum_ms / nullif(s.round_trip_count, 0)),
            'lossPercent', round((100 * s.loss_sum / nullif(s.loss_count, 0))::numeric, 1),
            'jitterMs', round(s.jitter_sum_ms / nullif(s.jitter_count, 0)))
            order by s.joined_at, s.id)
          from call_seats s where s.workspace_id = c.workspace_id and s.call_id = c.id), '[]'::jsonb) as attendance,
        coalesce((
          select jsonb_agg(jsonb_build_object('memberId', g.member_id, 'state', g.state, 'message', coalesce(said.message, '')) order by g.member_id)
          from call_rings g left join private.ring_messages(c.workspace_id, c.id) said on said.member_id = g.member_id
          where g.workspace_id = c.workspace_id and g.call_id = c.id), '[]'::jsonb) as rings
      from calls c join rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id
      where c.workspace_id = ${actor.workspaceId}::uuid
        and (${conversationId ?? null}::uuid is null or r.conversation_id = ${conversationId ?? null}::uuid)
        and (${live === 'false'} or c.ended_at is null)
        and (c.started_at, c.id) < (coalesce(${before ?? null}::timestamptz, 'infinity'),
          coalesce(${beforeId ?? null}::uuid, '00000000-0000-0000-0000-000000000000'))
      order by c.started_at desc, c.id desc limit ${limit}`);
    return { calls: z.array(row).parse(rows) };
  },
});

const time = z.coerce.date().transform((at) => at.toISOString());
const row = callSummary.extend({
  startedAt: time,
  endedAt: time.nullable(),
  attendance: z.array(
    callSummary.shape.attendance.element.extend({
      joinedAt: time,
      leftAt: time.nullable(),
    }),
  ),
});
