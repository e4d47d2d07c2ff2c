'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { uuidv7 } from 'uuidv7';

import { fileHref } from '@/lib/files/file-href';

import { useHub } from '../realtime/realtime-provider';
import { Avatar } from '../ui/avatar';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { callApi, type ApiResult } from './api';
import { useFrame } from './chat-providers';
import { uploadFile } from './upload-file';

/** lib/files/schemas.ts has the same. */
const MOST_BYTES = 5 * 1024 * 1024;

/** Chooses one's picture in this workspace, or takes it away. */
export function PictureDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('chat.picture');
  const router = useRouter();
  const hub = useHub();
  const { id: workspaceId, me } = useFrame();
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<{ file: File; url: string } | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  useEffect(() => () => URL.revokeObjectURL(chosen?.url ?? ''), [chosen]);

  const settle = async (work: Promise<ApiResult<unknown>>) => {
    setIsPending(true);
    const answer = await work;
    setIsPending(false);
    if (!answer.ok) return setFault(answer.error.message);
    router.refresh();
    onClose();
  };
  const take = (fileId: string | null) =>
    callApi('PUT', '/users/me/picture', { workspaceId, body: { fileId } });
  const save = async (file: File): Promise<ApiResult<unknown>> => {
    const uploaded = await uploadFile({ hub, workspaceId, id: uuidv7(), file, purpose: 'avatar' });
    return uploaded.ok ? await take(uploaded.value.id) : uploaded;
  };
  const choose = (file: File | undefined) => {
    if (file === undefined) return;
    setFault(file.size > MOST_BYTES ? t('tooLarge') : null);
    if (file.size <= MOST_BYTES) setChosen({ file, url: URL.createObjectURL(file) });
  };
  const present = me.avatarId === null ? null : fileHref(workspaceId, me.avatarId);
  const shown = chosen?.url ?? present;
  return (
    <Dialog
      open
      size="sm"
      title={t('title')}
      description={t('hint')}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      footer={
        <>
          {present === null || chosen !== null ? null : (
            <Button pending={isPending} onClick={() => void settle(take(null))}>
              {t('remove')}
            </Button>
          )}
          {chosen === null ? (
            <Button variant="primary" onClick={() => picker.current?.click()}>
              {t(present === null ? 'choose' : 'chooseOther')}
            </Button>
          ) : (
            <>
              <Button onClick={() => picker.current?.click()}>{t('chooseOther')}</Button>
              <Button variant="primary" pending={isPending} onClick={() => void settle(save(chosen.file))}>
                {t('save')}
              </Button>
            </>
          )}
        </>
      }
    >
      {fault === null ? null : <Banner tone="red">{fault}</Banner>}
      <div className="grid place-items-center py-3">
        <Avatar
          name={me.name}
          seed={me.id}
          src={shown}
          className="[&>span:first-child]:size-32 [&>span:first-child]:rounded-2xl [&>span:first-child]:text-4xl"
        />
      </div>
      <input
        ref={picker}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
        hidden
        aria-label={t('choose')}
        onChange={({ currentTarget }) => choose(currentTarget.files?.[0])}
      />
    </Dialog>
  );
}
