'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { uuidv7 } from 'uuidv7';

import type { Failure } from '@/lib/core/errors';

import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { Dialog, DialogClose } from '../ui/dialog';
import { TextField } from '../ui/field';
import { conversationHref } from './addresses';
import { callApi } from './api';
import { channelSlug } from './channel-slug';
import { useConversations, useFrame } from './chat-providers';
import { focusNow } from './focus-now';
import { KindChoice } from './kind-choice';

const FORM = 'create-channel';

/** Makes a channel and opens it. */
export function CreateChannelDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('chat.create');
  const ui = useTranslations('ui');
  const router = useRouter();
  const { id: workspaceId, slug } = useFrame();
  const { refresh } = useConversations();
  // One id for all attempts: a repeat after a lost answer makes no second channel.
  const [id] = useState(uuidv7);
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [kind, setKind] = useState<'public' | 'private'>('public');
  const [fault, setFault] = useState<Failure | null>(null);
  const [isNameless, setIsNameless] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const channel = channelSlug(name).replace(/-$/, '');

  const create = async (event: FormEvent) => {
    event.preventDefault();
    setIsNameless(channel === '');
    if (channel === '' || isPending) return;
    setIsPending(true);
    const answer = await callApi<{ id: string }>('POST', '/team-chat/channels', {
      workspaceId,
      body: { id, name: channel, topic, kind },
    });
    if (answer.ok) {
      await refresh();
      onClose();
      router.push(conversationHref(slug, answer.value.id));
    } else {
      setFault(answer.error);
      setIsPending(false);
    }
  };

  const nameFault = isNameless ? t('nameNeeded') : fault?.fields?.['name'];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
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
      <form id={FORM} noValidate className="flex flex-col gap-4" onSubmit={(event) => void create(event)}>
        {fault === null || fault.fields?.['name'] !== undefined ? null : (
          <Banner tone="red" role="alert">
            {fault.message}
          </Banner>
        )}
        <TextField
          label={t('name')}
          hint={channel === '' ? t('nameEmpty') : t('nameHint', { name: channel })}
          {...(nameFault === undefined ? {} : { error: nameFault })}
          ref={focusNow}
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setFault(null);
            setIsNameless(false);
          }}
        />
        <TextField
          label={t('topic')}
          hint={t('topicHint')}
          autoComplete="off"
          maxLength={250}
          value={topic}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
        <KindChoice value={kind} onChange={setKind} />
      </form>
    </Dialog>
  );
}
