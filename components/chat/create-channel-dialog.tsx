'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { uuidv7 } from 'uuidv7';

import { conversationHref } from './addresses';
import { callApi } from './api';
import { ChannelDialog, type Channel } from './channel-dialog';
import { useConversations, useFrame } from './chat-providers';

/** Makes a channel and opens it. */
export function CreateChannelDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('chat.create');
  const router = useRouter();
  const { id: workspaceId, slug } = useFrame();
  const { refresh } = useConversations();
  // One id for all attempts: a repeat after a lost answer makes no second channel.
  const [id] = useState(uuidv7);

  const create = async (channel: Channel) => {
    const answer = await callApi<{ id: string }>('POST', '/team-chat/channels', {
      workspaceId,
      body: { id, ...channel },
    });
    if (!answer.ok) return answer.error;
    await refresh();
    onClose();
    router.push(conversationHref(slug, answer.value.id));
    return null;
  };

  return <ChannelDialog title={t('title')} submitLabel={t('submit')} onSave={create} onClose={onClose} />;
}
