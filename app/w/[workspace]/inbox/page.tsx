import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { InboxHome } from '@/components/chat/inbox-home';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('inbox');
  return { title: t('title') };
}

/** The inbox alone: all that a phone shows here. */
export default function InboxPage() {
  return <InboxHome />;
}
