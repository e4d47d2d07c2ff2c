import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

import type { PageQuery } from '@/components/auth/page-query';
import { ResetPasswordForm } from '@/components/auth/reset-password-form';
import { AuthFrame } from '@/components/site/auth-frame';
import { buttonClass } from '@/components/ui/button';
import { nextPath, withNext } from '@/lib/accounts/next-path';
import { provedAddressLately } from '@/lib/accounts/proof';
import { signedInPerson } from '@/lib/accounts/signed-in';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.reset');
  return { title: t('title') };
}

/** Reached by the link of a recovery mail; others are told how to get one. */
export default async function ResetPasswordPage({ searchParams }: PageQuery) {
  const [query, person, t] = await Promise.all([
    searchParams,
    signedInPerson(),
    getTranslations('auth.reset'),
  ]);
  const next = nextPath(query['next']);
  if (!person || !provedAddressLately(person)) {
    return (
      <AuthFrame title={t('expiredTitle')} description={t('expired')}>
        <Link
          href={withNext('/forgot', next)}
          className={buttonClass({ variant: 'primary', size: 'lg', className: 'w-full' })}
        >
          {t('again')}
        </Link>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={t('title')} description={t('description', { email: person.email })}>
      <ResetPasswordForm next={next} email={person.email} />
    </AuthFrame>
  );
}
