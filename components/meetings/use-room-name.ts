'use client';

import { useTranslations } from 'next-intl';

import { useConversations } from '../chat/chat-providers';
import { conversationTitle } from '../chat/conversation-name';
import { useNaming } from '../chat/use-naming';

/** What a room is called: by its own name, or by its conversation. */
export function useRoomName({
  name,
  conversationId,
}: {
  name: string;
  conversationId: string | null;
}): string {
  const t = useTranslations('meetings');
  const naming = useNaming();
  const { conversations } = useConversations();
  const conversation = conversations.find(({ id }) => id === conversationId);
  if (name !== '') return name;
  return conversation === undefined ? t('meeting') : conversationTitle(conversation, naming);
}
