'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { uuidv7 } from 'uuidv7';

import { callApi } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { copyText } from '../chat/copy-text';
import { Button, buttonClass } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/field';
import { meetHref } from './addresses';

const MAX_NAME = 80;

/** Makes a room, and hands out its link. */
export function NewRoomDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('meetings.area');
  const router = useRouter();
  const { id: workspaceId } = useFrame();
  // One id for all tries: a repeat makes no second room.
  const [id] = useState(() => uuidv7());
  const [code, setCode] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('name');
    setPending(true);
    const body = { id, name: typeof typed === 'string' ? typed : '' };
    const answer = await callApi<{ code: string }>('POST', '/meeting-rooms', { workspaceId, body });
    setPending(false);
    if (!answer.ok) return setFailure(t('failed', { reason: answer.error.message }));
    setCode(answer.value.code);
    router.refresh();
  };
  const close = (isOpen: boolean) => (isOpen ? undefined : onClose());
  if (code !== null) {
    const url = new URL(meetHref(code), location.origin).href;
    return (
      <Dialog
        open
        size="sm"
        title={t('created')}
        description={t('createdText')}
        onOpenChange={close}
        footer={
          <>
            <Button onClick={() => void copyText(url, t('copied'), t('copyFailed', { code }))}>
              <Copy />
              {t('copyLink')}
            </Button>
            <Link href={meetHref(code)} className={buttonClass({ variant: 'primary' })}>
              {t('open')}
            </Link>
          </>
        }
      >
        <p className="bg-panel rounded-lg px-3 py-2.5 font-mono text-sm break-all">{url}</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      size="sm"
      title={t('newTitle')}
      description={t('newText')}
      onOpenChange={close}
      footer={
        <Button type="submit" form="new-room" variant="primary" pending={isPending}>
          {t('create')}
        </Button>
      }
    >
      <form id="new-room" onSubmit={(event) => void make(event)}>
        <TextField
          name="name"
          label={t('name')}
          hint={t('nameHint')}
          maxLength={MAX_NAME}
          autoComplete="off"
          error={failure}
        />
      </form>
    </Dialog>
  );
}
