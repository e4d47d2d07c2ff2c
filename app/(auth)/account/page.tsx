import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';

import { EverywhereForm, NameForm, PasswordForm } from '@/components/auth/account-forms';
import { OtherWay } from '@/components/auth/other-way';
import { AuthFrame } from '@/components/site/auth-frame';
import { Separator } from '@/components/ui/separator';
import { HOME, withNext } from '@/lib/accounts/next-path';
import { readOwnName } from '@/lib/accounts/queries';
import { signedInPerson } from '@/lib/accounts/signed-in';
import { runQuery } from '@/lib/core/action';

import { changeNameByForm } from './change-name';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.account');
  return { title: t('title') };
}

/** What belongs to the person and to no workspace: name, password, sessions. */
export default async function AccountPage() {
  const [person, t] = await Promise.all([signedInPerson(), getTranslations('auth.account')]);
  if (!person) redirect(withNext('/sign-in', '/account'));
  const { name } = await runQuery(readOwnName, {});
  return (
    <AuthFrame
      title={t('title')}
      description={person.email}
      foot={<OtherWay question={t('done')} link={t('doneLink')} href={HOME} />}
    >
      <div className="flex flex-col gap-6">
        <NameForm name={name} action={changeNameByForm} />
        <Separator />
        <PasswordForm email={person.email} />
        <Separator />
        <EverywhereForm />
      </div>
    </AuthFrame>
  );
}
