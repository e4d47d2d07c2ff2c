import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { redirect } from 'next/navigation';

import { AuthFrame } from '@/components/site/auth-frame';
import { buttonClass } from '@/components/ui/button';
import { SignedInAs } from '@/components/workspaces/signed-in-as';
import { WorkspaceList } from '@/components/workspaces/workspace-list';
import { signedInPerson } from '@/lib/accounts/signed-in';
import { runQuery } from '@/lib/core/action';
import { listWorkspaces } from '@/lib/workspaces/queries';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.choose');
  return { title: t('title') };
}

/** Leads on: to the only workspace, to founding the first one; who is in several chooses. */
export default async function WorkspacesPage() {
  const person = await signedInPerson();
  if (!person) redirect('/sign-in?next=/w');
  const [{ workspaces }, t] = await Promise.all([
    runQuery(listWorkspaces, {}),
    getTranslations('people.choose'),
  ]);
  const [first, second] = workspaces;
  if (!first) redirect('/w/new');
  if (!second) redirect(`/w/${first.slug}`);
  return (
    <AuthFrame title={t('title')} foot={<SignedInAs email={person.email} />}>
      <WorkspaceList workspaces={workspaces} />
      <Link href="/w/new" className={buttonClass({ size: 'lg', className: 'mt-4 w-full' })}>
        {t('create')}
      </Link>
    </AuthFrame>
  );
}
