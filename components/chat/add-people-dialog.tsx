'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import type { Member } from '@/lib/workspaces/schemas';

import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { Dialog, DialogClose } from '../ui/dialog';
import { callApi } from './api';
import { useFrame } from './chat-providers';
import { PeoplePicker } from './people-picker';
import { useMemberList } from './use-member-list';

type AddPeopleProps = {
  conversation: Conversation;
  memberIds: readonly string[];
  onAdded: () => void;
  onClose: () => void;
};

/** Brings people into a channel. */
export function AddPeopleDialog({ conversation, memberIds, onAdded, onClose }: AddPeopleProps) {
  const t = useTranslations('chat.addPeople');
  const ui = useTranslations('ui');
  const { id: workspaceId } = useFrame();
  const people = useMemberList().filter(({ id }) => !memberIds.includes(id));
  const [chosen, setChosen] = useState<readonly Member[]>([]);
  const [isPending, setIsPending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const title = t('title', { name: `#${conversation.name ?? ''}` });

  const add = async () => {
    if (chosen.length === 0 || isPending) return;
    setIsPending(true);
    const answer = await callApi('POST', `/team-chat/channels/${conversation.id}/members`, {
      workspaceId,
      body: { memberIds: chosen.map(({ id }) => id) },
    });
    setIsPending(false);
    if (!answer.ok) {
      setFault(answer.error.message);
      return;
    }
    onAdded();
    onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      footer={
        <>
          <DialogClose>
            <Button>{ui('cancel')}</Button>
          </DialogClose>
          <Button
            variant="primary"
            pending={isPending}
            disabled={chosen.length === 0}
            onClick={() => void add()}
          >
            {t('submit', { count: chosen.length })}
          </Button>
        </>
      }
    >
      {fault === null ? null : (
        <Banner tone="red" role="alert" className="mb-3">
          {fault}
        </Banner>
      )}
      <PeoplePicker
        people={people}
        chosen={chosen}
        onChange={setChosen}
        label={title}
        nobody={t('everybody')}
        onSubmit={() => void add()}
      />
    </Dialog>
  );
}
