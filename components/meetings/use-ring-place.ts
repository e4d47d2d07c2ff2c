'use client';

import { useTranslations } from 'next-intl';

import { useConversations, useFrame } from '../chat/chat-providers';
import { conversationTitle } from '../chat/conversation-name';
import { useNaming } from '../chat/use-naming';
import type { Ring } from './rings';

/** Where it calls from, when that is more than the person: a channel, a group, another workspace. */
export function useRingPlace({ workspaceId, conversationId }: Ring): string | null {
  const t = useTranslations('ringing.banner');
  const { id, workspaces } = useFrame();
  const { conversations } = useConversations();
  const naming = useNaming();
  if (workspaceId !== id) {
    const there = workspaces.find((workspace) => workspace.id === workspaceId);
    return there === undefined ? t('elsewhere') : t('in', { conversation: there.name });
  }
  const conversation = conversations.find((known) => known.id === conversationId);
  if (conversation === undefined) return null;
  const isPair = conversation.kind === 'direct' && conversation.memberIds.length <= 2;
  return isPair ? null : t('in', { conversation: conversationTitle(conversation, naming) });
}
