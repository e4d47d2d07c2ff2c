import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ForgotForm } from '@/components/auth/forgot-form';
import { OtherWay } from '@/components/auth/other-way';
import type { PageQuery } from '@/components/auth/page-query';
import { AuthFrame } from '@/components/site/auth-frame';
import { nextPath, withNext } from '@/lib/accounts/next-path';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.forgot');
  return { title: t('title') };
}

export default async function ForgotPage({ searchParams }: PageQuery) {
  const [query, t] = await Promise.all([searchParams, getTranslations('auth.forgot')]);
  const next = nextPath(query['next']);
  const foot = <OtherWay question={t('back')} link={t('backLink')} href={withNext('/sign-in', next)} />;
  return (
    <AuthFrame title={t('title')} description={t('description')} foot={foot}>
      <ForgotForm next={next} />
    </AuthFrame>
  );
}
