import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ChatHome } from '@/components/chat/chat-home';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('chat');
  return { title: t('title') };
}

/** The list of conversations alone: all that a phone shows here; beside it on a larger screen, what to do next. */
export default function ChatPage() {
  return <ChatHome />;
}
