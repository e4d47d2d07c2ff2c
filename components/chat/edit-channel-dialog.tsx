'use client';

import { Eye, Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

import type { Conversation } from '@/lib/chat/schemas';

import { Banner } from '../ui/banner';
import { TextField } from '../ui/field';
import { callApi } from './api';
import { ChannelDialog, type Channel } from './channel-dialog';
import { useConversations, useFrame } from './chat-providers';

type EditChannelDialogProps = { conversation: Conversation; onClose: () => void };

/**
 * Changes a channel's name and topic, and for its members who can see it. Everything said in a private channel would be read
 * by everybody: that asks for its name.
 */
export function EditChannelDialog({ conversation, onClose }: EditChannelDialogProps) {
  const t = useTranslations('chat.edit');
  const router = useRouter();
  const { id: workspaceId, name: workspace } = useFrame();
  const { refresh } = useConversations();
  const [typed, setTyped] = useState('');
  const [isUnconfirmed, setIsUnconfirmed] = useState(false);
  const name = conversation.name ?? '';
  const before = conversation.kind === 'private' ? 'private' : 'public';

  const save = async ({ kind, ...texts }: Channel) => {
    const isOpened = before === 'private' && kind === 'public';
    if (isOpened && typed.trim().replace(/^#/, '') !== name) {
      setIsUnconfirmed(true);
      return null;
    }
    const answer = await callApi('PATCH', `/team-chat/channels/${conversation.id}`, {
      workspaceId,
      body: { ...texts, ...(kind === before ? {} : { kind }) },
    });
    if (!answer.ok) return answer.error;
    await refresh();
    router.refresh();
    onClose();
    return null;
  };

  const noteOf = (kind: Channel['kind']) => {
    if (kind === before) return null;
    if (kind === 'private') return <Banner icon={<Lock />}>{t('toPrivate', { name: `#${name}` })}</Banner>;
    return (
      <>
        <Banner tone="amber" icon={<Eye />}>
          {t('toPublic', { name: `#${name}`, workspace })}
        </Banner>
        <TextField
          label={t('confirm', { name })}
          {...(isUnconfirmed ? { error: t('unconfirmed', { name }) } : {})}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setIsUnconfirmed(false);
          }}
        />
      </>
    );
  };

  return (
    <ChannelDialog
      title={t('title', { name: `#${name}` })}
      submitLabel={t('submit')}
      initial={{ name, topic: conversation.topic, kind: before }}
      hasKind={conversation.isMember}
      note={noteOf}
      onSave={save}
      onClose={onClose}
    />
  );
}
