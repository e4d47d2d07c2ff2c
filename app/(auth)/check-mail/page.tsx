import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';

import { CheckMailForm } from '@/components/auth/check-mail-form';
import { OtherWay } from '@/components/auth/other-way';
import type { PageQuery } from '@/components/auth/page-query';
import { AuthFrame } from '@/components/site/auth-frame';
import { nextPath, withNext } from '@/lib/accounts/next-path';
import { readPendingMail } from '@/lib/accounts/pending-mail';
import { env } from '@/lib/core/env';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.checkMail');
  return { title: t('title') };
}

const ASKED_AT = { signup: '/sign-up', magiclink: '/sign-in', recovery: '/forgot' } as const;

const strong = (words: ReactNode) => <strong className="text-ink font-medium break-words">{words}</strong>;

/** After a mail was promised: the same words whether or not the address has an account. */
export default async function CheckMailPage({ searchParams }: PageQuery) {
  const [query, pending, t] = await Promise.all([
    searchParams,
    readPendingMail(),
    getTranslations('auth.checkMail'),
  ]);
  const next = nextPath(query['next']);
  if (!pending) redirect(withNext('/sign-in', next));
  const { INBOX_URL } = env();
  const { email, kind } = pending;
  return (
    <AuthFrame
      title={t('title')}
      description={t.rich(kind, {
        email,
        b: strong,
      })}
      foot={<OtherWay question={t('other')} link={t('otherLink')} href={withNext(ASKED_AT[kind], next)} />}
    >
      <CheckMailForm next={next} hasCode={kind !== 'recovery'} />
      {INBOX_URL === undefined ? null : (
        <p className="mt-4 text-center">
          <a
            href={INBOX_URL}
            target="_blank"
            rel="noreferrer"
            className="text-accent-ink rounded-xs underline"
          >
            {t('inbox')}
          </a>
        </p>
      )}
    </AuthFrame>
  );
}
