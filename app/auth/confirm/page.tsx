import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

import { ConfirmForm } from '@/components/auth/confirm-form';
import type { PageQuery } from '@/components/auth/page-query';
import { AuthFrame } from '@/components/site/auth-frame';
import { buttonClass } from '@/components/ui/button';
import { nextPath, withNext } from '@/lib/accounts/next-path';
import { linkInput } from '@/lib/accounts/schemas';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.confirm');
  return { title: t('page'), robots: { index: false, follow: false } };
}

const ASK_AGAIN_AT = {
  signup: '/check-mail',
  magiclink: '/sign-in',
  recovery: '/forgot',
  invite: '/forgot',
  email_change: '/account',
} as const;

/** Where the links of Auth's mails lead. Opening it changes nothing; the button does. */
export default async function ConfirmPage({ searchParams }: PageQuery) {
  const [query, t] = await Promise.all([searchParams, getTranslations('auth.confirm')]);
  const next = nextPath(query['next']);
  const link = linkInput.safeParse(query);
  if (!link.success) {
    return (
      <AuthFrame title={t('brokenTitle')} description={t('broken')}>
        <Link
          href={withNext('/sign-in', next)}
          className={buttonClass({ variant: 'primary', size: 'lg', className: 'w-full' })}
        >
          {t('again')}
        </Link>
      </AuthFrame>
    );
  }
  const type = link.data.type === 'email' ? 'magiclink' : link.data.type;
  return (
    <AuthFrame title={t(`${type}.title`)} description={t(`${type}.description`)}>
      <ConfirmForm
        tokenHash={link.data.token_hash}
        type={type}
        next={next}
        againHref={withNext(ASK_AGAIN_AT[type], next)}
      />
    </AuthFrame>
  );
}
