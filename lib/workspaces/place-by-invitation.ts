import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { query } from '@/lib/core/command';

import { hashInvitationToken } from './invitation-token';
import { invitationToken } from './schemas';

/** Where an invitation leads the caller who is in its workspace already; null for everybody else, and unknown tokens. */
export const placeByInvitation = query({
  name: 'workspaces.place-by-invitation',
  summary: 'See whether you are already in the workspace of an invitation.',
  scope: 'person',
  input: z.object({ token: invitationToken }),
  output: z.object({ slug: z.string().nullable() }),
  rate: { burst: 30, periodS: 60 },
  run: async ({ db }, { token }) => {
    // The join is under row-level security: it keeps the workspaces where the caller is active.
    const { rows } = await db.execute<{ slug: string }>(sql`
      select w.slug from private.invitation_by_token(${hashInvitationToken(token)}) i
      join workspaces w on w.id = i.workspace_id`);
    return { slug: rows[0]?.slug ?? null };
  },
});
