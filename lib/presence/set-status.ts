import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';

import { readOwnStatus } from './own-status';
import { availability, ownStatus, statusEmoji, statusText, untilInput } from './schemas';

/** Words without an emoji get this one, since lists show the emoji only. */
const DEFAULT_EMOJI = '💬';

/**
 * Sets the caller's availability, their custom status, or both; what is left out stays, null clears. Availability
 * is of the person: it holds in all their workspaces. A custom status is of this workspace. Both are told to those
 * concerned by the database. Repeating it changes and tells nothing.
 */
export const setStatus = command({
  name: 'presence.set-status',
  summary: 'Set or clear your availability (in all your workspaces) and your custom status (here).',
  scope: 'workspace',
  input: z.object({
    availability: z.object({ kind: availability, until: untilInput.default(null) }).nullish(),
    custom: z
      .object({
        emoji: statusEmoji.default(''),
        text: statusText.default(''),
        until: untilInput.default(null),
      })
      .nullish(),
  }),
  output: ownStatus,
  rate: { burst: 20, periodS: 60 },
  audit: null,
  run: async ({ db, actor, person }, input) => {
    if (input.availability !== undefined) {
      const { kind, until } = input.availability ?? { kind: 'auto', until: null };
      const end = kind === 'auto' ? null : (until?.toISOString() ?? null);
      // In the order of ids, in which also the locks of the events are taken.
      await db.execute(sql`
        insert into statuses (workspace_id, member_id, availability, availability_until)
        select m.workspace_id, m.id, ${kind}, ${end}::timestamptz
        from memberships m
        where m.user_id = ${person.userId}::uuid and m.status = 'active' and m.id in (select private.my_memberships())
        order by m.workspace_id
        on conflict (workspace_id, member_id) do update
          set availability = excluded.availability, availability_until = excluded.availability_until`);
    }
    if (input.custom !== undefined) {
      const { emoji, text, until } = input.custom ?? { emoji: '', text: '', until: null };
      const shown = emoji === '' && text !== '' ? DEFAULT_EMOJI : emoji;
      const end = shown === '' ? null : (until?.toISOString() ?? null);
      await db.execute(sql`
        insert into statuses (workspace_id, member_id, emoji, text, until)
        values (${actor.workspaceId}::uuid, ${actor.memberId}::uuid, ${shown}, ${text}, ${end}::timestamptz)
        on conflict (workspace_id, member_id) do update
          set emoji = excluded.emoji, text = excluded.text, until = excluded.until`);
    }
    return await readOwnStatus(db, actor);
  },
});
