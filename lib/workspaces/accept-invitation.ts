import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command, query } from '@/lib/core/command';
import { notFound } from '@/lib/core/errors';

import { hashInvitationToken } from './invitation-token';
import { invitationPreview, invitationToken } from './schemas';

type PreviewRow = {
  workspace_name: string;
  inviter: string;
  role_name: string;
  email: string | null;
  state: 'open' | 'used' | 'expired' | 'revoked';
};

/** What the holder of an invitation may know before signing in. @throws not_found */
export const previewInvitation = query({
  name: 'workspaces.preview-invitation',
  summary: 'See what an invitation is for.',
  scope: 'anyone',
  input: z.object({ token: invitationToken }),
  output: invitationPreview,
  rate: { burst: 30, periodS: 60 },
  run: async ({ db }, { token }) => {
    const { rows } = await db.execute<PreviewRow>(
      sql`select * from private.invitation_by_token(${hashInvitationToken(token)})`,
    );
    const [found] = rows;
    if (!found) throw notFound('This invitation');
    const { workspace_name, inviter, role_name, email, state } = found;
    return { workspaceName: workspace_name, inviter, roleName: role_name, email, state };
  },
});

/**
 * Joins a workspace by an invitation. Safe to repeat.
 * @throws gone (used up, expired, revoked), forbidden (bound to another address; removed before), not_found.
 */
export const acceptInvitation = command({
  name: 'workspaces.accept-invitation',
  summary: 'Accept an invitation.',
  scope: 'person',
  input: z.object({ token: invitationToken }),
  output: z.object({ workspaceId: z.uuid(), slug: z.string() }),
  rate: { burst: 20, periodS: 60 },
  audit: (_, { workspaceId }) => ({ kind: 'member', object: '', workspaceId, detail: { by: 'invitation' } }),
  run: async ({ db }, { token }) => {
    const { rows } = await db.execute<{ workspace_id: string; workspace_slug: string }>(
      sql`select * from private.accept_invitation(${hashInvitationToken(token)})`,
    );
    if (!rows[0]) throw notFound('This invitation');
    return { workspaceId: rows[0].workspace_id, slug: rows[0].workspace_slug };
  },
});
