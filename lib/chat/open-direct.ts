import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';

/**
 * Opens the direct conversation with these people (oneself included by itself), made when there is none yet.
 * @throws not_found (no such member), invalid (more than nine people), forbidden.
 */
export const openDirect = command({
  name: 'chat.open-direct',
  summary: 'Open the direct message with one or more people.',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), memberIds: z.array(z.uuid()).max(9) }),
  output: z.object({ id: z.uuid() }),
  permission: 'conversations.direct',
  feature: 'chat',
  rate: { burst: 60, periodS: 60 },
  audit: ({ memberIds }, { id }) => ({ kind: 'conversation', object: id, detail: { memberIds } }),
  run: async ({ db, actor }, { id, memberIds }) => {
    const members = sql.join(
      memberIds.map((member) => sql`${member}::uuid`),
      sql`, `,
    );
    const { rows } = await db.execute<{ id: string }>(
      sql`select private.open_direct(${actor.workspaceId}::uuid, ${id}::uuid, array[${members}]::uuid[]) as id`,
    );
    return { id: rows[0]?.id ?? id };
  },
});
