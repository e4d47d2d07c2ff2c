import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';

import { OtherWay } from '@/components/auth/other-way';
import type { PageQuery } from '@/components/auth/page-query';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { AuthFrame } from '@/components/site/auth-frame';
import { nextPath, withNext } from '@/lib/accounts/next-path';
import { signedInPerson } from '@/lib/accounts/signed-in';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.signUp');
  return { title: t('title') };
}

export default async function SignUpPage({ searchParams }: PageQuery) {
  const [query, person, t] = await Promise.all([
    searchParams,
    signedInPerson(),
    getTranslations('auth.signUp'),
  ]);
  const next = nextPath(query['next']);
  if (person) redirect(next);
  const foot = <OtherWay question={t('known')} link={t('knownLink')} href={withNext('/sign-in', next)} />;
  return (
    <AuthFrame title={t('title')} foot={foot}>
      <SignUpForm next={next} />
    </AuthFrame>
  );
}
