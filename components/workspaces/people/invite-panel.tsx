'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';

import {
  INVITABLE_ROLES,
  type Invitation,
  type Member,
  type Role,
  type WorkspaceFrame,
} from '@/lib/workspaces/schemas';

import { SidePanel } from '../../shell/side-panel';
import { Tabs } from '../../ui/tabs';
import { InvitationList } from './invitation-list';
import { InviteByLink } from './invite-by-link';
import { InviteByMail } from './invite-by-mail';
import { grantableRoles } from './member-filter';

type InvitePanelProps = {
  frame: WorkspaceFrame;
  invitations: readonly Invitation[];
  members: readonly Member[];
  roles: readonly Role[];
  /** Moment of the server's answer (ISO 8601), from which the time left is told. */
  now: string;
};

/** Beside the directory: invite by mail or by a link, and what became of the invitations of the last month. */
export function InvitePanel({ frame, invitations, members, roles, now }: InvitePanelProps) {
  const t = useTranslations('people.inviting');
  const router = useRouter();
  const myRank = roles.find(({ key }) => key === frame.me.role)?.rank ?? 0;
  const offered = grantableRoles(roles, myRank).filter(({ key }) =>
    INVITABLE_ROLES.some((role) => role === key),
  );
  return (
    <SidePanel title={t('title')} onClose={() => router.push(`/w/${frame.slug}/people`, { scroll: false })}>
      <div className="px-4 pt-1 pb-5">
        <Tabs
          label={t('ways')}
          tabs={[
            {
              value: 'mail',
              label: t('byMail'),
              content: <InviteByMail workspaceId={frame.id} roles={offered} />,
            },
            {
              value: 'link',
              label: t('byLink'),
              content: <InviteByLink workspaceId={frame.id} roles={offered} />,
            },
          ]}
        />
      </div>
      <InvitationList frame={frame} invitations={invitations} members={members} roles={roles} now={now} />
    </SidePanel>
  );
}
