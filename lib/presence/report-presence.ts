import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';

import { readOwnStatus } from './own-status';
import { deviceState, MAX_WATCHED, ownStatus, presence, presenceState } from './schemas';

const row = z
  .object({
    member_id: z.uuid(),
    state: presenceState,
    last_seen_at: z.coerce.date().nullable(),
    emoji: z.string(),
    words: z.string(),
    until: z.coerce.date().nullable(),
  })
  .transform(({ member_id, state, last_seen_at, emoji, words, until }) => ({
    memberId: member_id,
    state,
    lastSeenAt: last_seen_at?.toISOString() ?? null,
    emoji,
    text: words,
    until: until?.toISOString() ?? null,
  }));

/**
 * Says that a page is open, and how the watched people are: of those the caller may see, others are left out. A page
 * that does not call for 75 seconds counts as closed; one that said `gone` stays so, whatever comes late.
 */
export const reportPresence = command({
  name: 'presence.report',
  summary: 'Say that you are here, and ask how others are. Call at least once a minute.',
  scope: 'workspace',
  input: z.object({
    /** Made by the page, a new one each time it is opened. */
    deviceId: z.uuid(),
    state: deviceState,
    watch: z.array(z.uuid()).max(MAX_WATCHED).default([]),
  }),
  output: z.object({
    presences: z.array(presence),
    /** What the caller has said of themselves. */
    status: ownStatus,
  }),
  // One page calls ten times a minute at most; this is for several of them.
  rate: { burst: 60, periodS: 60 },
  audit: null,
  run: async ({ db, actor }, { deviceId, state, watch }) => {
    // Whoever has a page open tends the calls of the workspace: those in a call may all be gone.
    await db.execute(sql`
      select private.note_device(${deviceId}::uuid, ${state}), private.tend_calls(${actor.workspaceId}::uuid)`);
    const watched = sql.join(
      [...new Set(watch)].map((id) => sql`${id}::uuid`),
      sql`, `,
    );
    const { rows } = await db.execute(
      sql`select * from private.list_presences(${actor.workspaceId}::uuid, array[${watched}]::uuid[])`,
    );
    return { presences: z.array(row).parse(rows), status: await readOwnStatus(db, actor) };
  },
});
