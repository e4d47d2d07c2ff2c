'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

import { useFrame } from '../chat/chat-providers';
import { useNaming } from '../chat/use-naming';
import { toast } from '../ui/toast';
import { meetHref } from './addresses';
import { placeCall } from './place-call';
import type { Ring } from './rings';

const SHOWN_MS = 20_000;

/** Tells of each missed call once, with a way to call back. `isQuiet`: one asked not to be disturbed. */
export function useMissedNotices(missed: readonly Ring[], isQuiet: boolean): void {
  const t = useTranslations('ringing');
  const router = useRouter();
  const { nameOf } = useNaming();
  const { id: workspaceId, me } = useFrame();
  const told = useRef(0);
  useEffect(() => {
    const news = missed.slice(told.current);
    told.current = missed.length;
    const callBack = async ({ conversationId, workspaceId: there, kind, code, callerId }: Ring) => {
      const where = conversationId === null ? { code } : { conversationId };
      // In a channel nobody is rung who is not named.
      const answer = await placeCall({ workspaceId: there, userId: me.userId }, where, kind, [callerId]);
      if (answer.ok) router.push(meetHref(answer.value.code));
      else toast.error(t('failed', { reason: answer.error.message }));
    };
    for (const ring of news) {
      const why = ring.state === 'busy' ? t('missed.busy') : isQuiet ? t('missed.quiet') : null;
      const mayCall = ring.workspaceId !== workspaceId || me.permissions.includes('calls.start');
      toast.message(t('missed.title', { name: nameOf(ring.callerId) }), {
        durationMs: SHOWN_MS,
        ...(why === null ? {} : { description: why }),
        ...(mayCall && ring.state !== 'busy'
          ? { action: { label: t('missed.callBack'), onClick: () => void callBack(ring) } }
          : {}),
      });
    }
  });
}
