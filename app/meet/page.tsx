import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';

import { signedInPerson } from '@/lib/accounts/signed-in';

import { CodePage } from './code-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('meetings.area');
  return { title: t('joinTitle') };
}

/** Where one says which room to enter. */
export default async function MeetStartPage() {
  const person = await signedInPerson();
  if (!person) redirect('/sign-in?next=/meet');
  const t = await getTranslations('meetings.area');
  return <CodePage title={t('joinTitle')} description={t('joinText')} />;
}
