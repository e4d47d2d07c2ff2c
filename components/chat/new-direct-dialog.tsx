'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { Member } from '@/lib/workspaces/schemas';

import { Button } from '../ui/button';
import { Dialog, DialogClose } from '../ui/dialog';
import { useFrame } from './chat-providers';
import { PeoplePicker } from './people-picker';
import { useMemberList } from './use-member-list';
import { useOpenDirect } from './use-open-direct';

const MOST = 9;

/** Chooses one person or several and opens the direct message with them. */
export function NewDirectDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('chat.direct');
  const ui = useTranslations('ui');
  const me = useFrame().me.id;
  const people = useMemberList().filter(({ id }) => id !== me);
  const openDirect = useOpenDirect();
  const [chosen, setChosen] = useState<readonly Member[]>([]);
  const [isPending, setIsPending] = useState(false);
  const isTooMany = chosen.length > MOST;

  const open = async () => {
    if (chosen.length === 0 || isTooMany || isPending) return;
    setIsPending(true);
    const isOpen = await openDirect(chosen.map(({ id }) => id));
    setIsPending(false);
    if (isOpen) onClose();
  };

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
          <Button
            variant="primary"
            pending={isPending}
            disabled={chosen.length === 0 || isTooMany}
            onClick={() => void open()}
          >
            {t('open')}
          </Button>
        </>
      }
    >
      <PeoplePicker
        people={people}
        chosen={chosen}
        onChange={setChosen}
        label={t('to')}
        nobody={t('nobody')}
        onSubmit={() => void open()}
      />
      <output className="text-red-ink text-sm">{isTooMany ? t('limit') : null}</output>
    </Dialog>
  );
}
