'use client';

import { useTranslations } from 'next-intl';
import { useParams, useRouter } from 'next/navigation';

import type { Conversation } from '@/lib/chat/schemas';

import { useHotkeys } from '../shell/use-hotkeys';
import { conversationHref } from './addresses';
import { useFrame } from './chat-providers';

/** Alt and the arrow keys lead to the conversation above and below in the sidebar. */
export function useConversationKeys(conversations: readonly Conversation[]): void {
  const t = useTranslations('chat.keys');
  const router = useRouter();
  const { slug } = useFrame();
  const here = useParams()['conversation'];
  const step = (by: number) => {
    const index = conversations.findIndex(({ id }) => id === here);
    const next = conversations[index === -1 ? 0 : (index + by + conversations.length) % conversations.length];
    if (next !== undefined) router.push(conversationHref(slug, next.id));
  };
  const group = t('nav');
  useHotkeys([
    { keys: 'alt+arrowup', label: t('channelUp'), group, run: () => step(-1), inFields: true },
    { keys: 'alt+arrowdown', label: t('channelDown'), group, run: () => step(1), inFields: true },
  ]);
}
