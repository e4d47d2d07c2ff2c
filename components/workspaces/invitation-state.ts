import type { InvitationPreview } from '@/lib/workspaces/schemas';

/** Who looks at the invitation: null when nobody is signed in; `slug` when they are in its workspace already. */
type Reader = { email: string; slug: string | null } | null;

export type InvitationState = 'unknown' | 'already' | 'open' | 'other' | 'used' | 'expired' | 'revoked';

/** What the page of an invitation has to say; `other`: it is bound to another address than the reader's. */
export function invitationState(invitation: InvitationPreview | null, reader: Reader): InvitationState {
  if (!invitation) return 'unknown';
  if (reader?.slug) return 'already';
  if (invitation.state !== 'open') return invitation.state;
  const isForOther =
    invitation.email !== null && reader !== null && invitation.email !== reader.email.toLowerCase();
  return isForOther ? 'other' : 'open';
}
