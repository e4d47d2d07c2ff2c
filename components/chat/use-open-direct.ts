'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { uuidv7 } from 'uuidv7';

import { toast } from '../ui/toast';
import { conversationHref } from './addresses';
import { callApi } from './api';
import { useConversations, useFrame } from './chat-providers';

/** Opens the direct message with some people, made when there is none; says whether it did. */
export function useOpenDirect(): (memberIds: readonly string[]) => Promise<boolean> {
  const t = useTranslations('chat');
  const router = useRouter();
  const { id: workspaceId, slug } = useFrame();
  const { refresh } = useConversations();
  return async (memberIds) => {
    const answer = await callApi<{ id: string }>('POST', '/team-chat/direct-messages', {
      workspaceId,
      body: { id: uuidv7(), memberIds },
    });
    if (!answer.ok) {
      toast.error(t('failure', { reason: answer.error.message }));
      return false;
    }
    await refresh();
    router.push(conversationHref(slug, answer.value.id));
    return true;
  };
}
