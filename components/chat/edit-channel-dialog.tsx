'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { FormEvent } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import type { Failure } from '@/lib/core/errors';

import { Button } from '../ui/button';
import { Dialog, DialogClose } from '../ui/dialog';
import { TextField } from '../ui/field';
import { callApi } from './api';
import { channelSlug } from './channel-slug';
import { useConversations, useFrame } from './chat-providers';

const FORM = 'edit-channel';

/** Changes a channel's name and topic. */
export function EditChannelDialog({
  conversation,
  onClose,
}: {
  conversation: Conversation;
  onClose: () => void;
}) {
  const t = useTranslations('chat.edit');
  const create = useTranslations('chat.create');
  const ui = useTranslations('ui');
  const router = useRouter();
  const { id: workspaceId } = useFrame();
  const { refresh } = useConversations();
  const [name, setName] = useState(conversation.name ?? '');
  const [topic, setTopic] = useState(conversation.topic);
  const [fault, setFault] = useState<Failure | null>(null);
  const [isPending, setIsPending] = useState(false);
  const channel = channelSlug(name).replace(/-$/, '');

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (channel === '' || isPending) return;
    setIsPending(true);
    const answer = await callApi('PATCH', `/team-chat/channels/${conversation.id}`, {
      workspaceId,
      body: { name: channel, topic },
    });
    if (answer.ok) {
      await refresh();
      router.refresh();
      onClose();
    } else {
      setFault(answer.error);
      setIsPending(false);
    }
  };

  const nameFault = channel === '' ? create('nameNeeded') : fault?.message;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { name: `#${conversation.name ?? ''}` })}
      footer={
        <>
          <DialogClose>
            <Button>{ui('cancel')}</Button>
          </DialogClose>
          <Button type="submit" form={FORM} variant="primary" pending={isPending}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <form id={FORM} noValidate className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        <TextField
          label={create('name')}
          hint={create('nameHint', { name: channel })}
          {...(nameFault === undefined ? {} : { error: nameFault })}
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setFault(null);
          }}
        />
        <TextField
          label={create('topic')}
          hint={create('topicHint')}
          autoComplete="off"
          maxLength={250}
          value={topic}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
      </form>
    </Dialog>
  );
}
