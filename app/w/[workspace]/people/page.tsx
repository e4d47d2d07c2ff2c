import { Users } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

import { MainPane } from '@/components/shell/main-pane';
import { TopBar } from '@/components/shell/top-bar';
import { buttonClass } from '@/components/ui/button';
import { AreaTabs } from '@/components/workspaces/area-nav';
import { Directory } from '@/components/workspaces/people/directory';
import { InvitePanel } from '@/components/workspaces/people/invite-panel';
import { runQuery } from '@/lib/core/action';
import { listInvitations, listMembers, listRoles } from '@/lib/workspaces/queries';

import { openWorkspace } from '../../open-workspace';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.directory');
  return { title: t('title') };
}

type PeoplePageProps = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The directory; `?invite` opens the panel for invitations beside it, for those who may invite. */
export default async function PeoplePage({ params, searchParams }: PeoplePageProps) {
  const [{ workspace }, query] = await Promise.all([params, searchParams]);
  const here = `/w/${workspace}/people`;
  const inviteHref = `${here}?invite`;
  const isInviting = query['invite'] !== undefined;
  const frame = await openWorkspace(workspace, isInviting ? 'members.invite' : undefined);
  const mayInvite = frame.me.permissions.includes('members.invite');
  const [{ members }, { roles }, invited, t] = await Promise.all([
    runQuery(listMembers, {}, workspace),
    runQuery(listRoles, {}, workspace),
    isInviting ? runQuery(listInvitations, {}, workspace) : null,
    getTranslations('people.directory'),
  ]);
  const bar = (
    <TopBar
      title={t('title')}
      icon={<Users />}
      detail={t('count', { count: members.filter(({ status }) => status !== 'removed').length })}
      back={`/w/${workspace}`}
      actions={
        mayInvite && !isInviting ? (
          <Link href={inviteHref} scroll={false} className={buttonClass({ variant: 'primary' })}>
            {t('invite')}
          </Link>
        ) : null
      }
    />
  );
  return (
    <>
      <MainPane bar={bar}>
        <AreaTabs frame={frame} />
        <Directory frame={frame} members={members} roles={roles} inviteHref={mayInvite ? inviteHref : null} />
      </MainPane>
      {invited ? (
        <InvitePanel
          frame={frame}
          invitations={invited.invitations}
          members={members}
          roles={roles}
          now={new Date().toISOString()}
        />
      ) : null}
    </>
  );
}
