import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { uuidv7 } from 'uuidv7';

import { AuthFrame } from '@/components/site/auth-frame';
import { CreateForm } from '@/components/workspaces/create-form';
import { SignedInAs } from '@/components/workspaces/signed-in-as';
import { signedInPerson } from '@/lib/accounts/signed-in';
import { runQuery } from '@/lib/core/action';
import { env } from '@/lib/core/env';
import { ClientText } from '@/lib/i18n/client-text';
import { listWorkspaces } from '@/lib/workspaces/queries';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.create');
  return { title: t('title') };
}

export default async function NewWorkspacePage() {
  const person = await signedInPerson();
  if (!person) redirect('/sign-in?next=/w/new');
  const [{ workspaces }, t] = await Promise.all([
    runQuery(listWorkspaces, {}),
    getTranslations('people.create'),
  ]);
  return (
    <AuthFrame
      title={t('title')}
      description={t('description')}
      foot={
        <div className="flex flex-col gap-2">
          {workspaces.length > 0 ? (
            <Link href="/w" className="text-accent-ink rounded-xs font-medium underline underline-offset-3">
              {t('back')}
            </Link>
          ) : (
            <p>{t('invited')}</p>
          )}
          <SignedInAs email={person.email} />
        </div>
      }
    >
      <ClientText namespaces={['people']}>
        <CreateForm id={uuidv7()} prefix={`${new URL(env().APP_URL).host}/w/`} />
      </ClientText>
    </AuthFrame>
  );
}
