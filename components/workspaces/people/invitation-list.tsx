'use client';

import { Link2, Mail } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Invitation, Member, Role, WorkspaceFrame } from '@/lib/workspaces/schemas';

import { InvitationRow } from './invitation-row';

type InvitationListProps = {
  frame: WorkspaceFrame;
  invitations: readonly Invitation[];
  members: readonly Member[];
  roles: readonly Role[];
  now: string;
};

/** The invitations of the last month: those that are open, which can be taken back, then the others, newest first. */
export function InvitationList({ frame, invitations, members, roles, now }: InvitationListProps) {
  const t = useTranslations('people.invitations');
  const openFirst = invitations.toSorted((a, b) => Number(b.state === 'open') - Number(a.state === 'open'));
  return (
    <section aria-labelledby="invitations-title" className="border-line border-t px-4 pt-4 pb-6">
      <h3 id="invitations-title" className="font-semibold">
        {t('title')}
      </h3>
      {invitations.length === 0 ? <p className="text-soft mt-1">{t('empty')}</p> : null}
      <ul className="mt-1">
        {openFirst.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            workspaceId={frame.id}
            invitation={invitation}
            icon={invitation.email === null ? <Link2 /> : <Mail />}
            roleName={roles.find(({ key }) => key === invitation.role)?.name ?? invitation.role}
            inviter={members.find(({ id }) => id === invitation.invitedBy)?.name ?? t('someone')}
            now={now}
          />
        ))}
      </ul>
    </section>
  );
}
