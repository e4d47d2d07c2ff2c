'use client';

import { useTranslations } from 'next-intl';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';

import { RING_MS } from '@/lib/meetings/limits';

import { useFrame } from '../chat/chat-providers';
import { useNaming } from '../chat/use-naming';
import { useOwnStatus, usePresenceStore } from '../presence/presence-provider';
import { toast } from '../ui/toast';
import { meetHref } from './addresses';
import { placeCall } from './place-call';
import { RingBanner } from './ring-banner';
import { ringInOneTab } from './ring-tone';
import { ringsOf, type Ring } from './rings';
import { useNow } from './use-now';
import { useRingTitle } from './use-ring-title';

const MISSED_MS = 20_000;

/** What rings, as banners, by sound and in the tab's title; and what was missed, as notices. */
export function RingLayer({ events }: { events: readonly unknown[] }) {
  const t = useTranslations('ringing.banner');
  const { me } = useFrame();
  const { nameOf } = useNaming();
  const here = usePathname();
  const nowMs = useNow(1000);
  const { ringing, missed } = useMemo(() => ringsOf(events), [events]);
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  // Asked not to be disturbed: nothing shows or sounds; afterwards it is told what was missed.
  useOwnStatus();
  const isQuiet = usePresenceStore().isQuiet();
  const shown = ringing.filter(
    ({ key, code, startedAt }) =>
      !isQuiet && !done.has(key) && here !== meetHref(code) && nowMs < Date.parse(startedAt) + RING_MS,
  );
  const isRinging = shown.length > 0;
  const [first] = shown;
  useRingTitle(first === undefined ? null : t('title', { name: nameOf(first.callerId) }));
  useEffect(
    () => (isRinging && me.sound ? ringInOneTab(me.userId) : undefined),
    [isRinging, me.sound, me.userId],
  );
  useMissedNotices(missed, isQuiet);
  return (
    <div className="pointer-events-none fixed inset-x-3 top-3 z-50 flex flex-col items-center gap-2.5 sm:left-auto sm:w-[360px]">
      {shown.map((ring) => (
        <RingBanner
          key={ring.key}
          ring={ring}
          onDone={() => setDone((before) => new Set(before).add(ring.key))}
        />
      ))}
    </div>
  );
}

/** Tells of each missed call once. */
function useMissedNotices(missed: readonly Ring[], isQuiet: boolean): void {
  const t = useTranslations('ringing');
  const router = useRouter();
  const { nameOf } = useNaming();
  const { id: workspaceId, me } = useFrame();
  const told = useRef(0);
  useEffect(() => {
    const news = missed.slice(told.current);
    told.current = missed.length;
    const callBack = async ({ conversationId, workspaceId: there, kind, code }: Ring) => {
      if (conversationId === null) return router.push(meetHref(code));
      const answer = await placeCall({ workspaceId: there, userId: me.userId }, conversationId, kind);
      if (answer.ok) router.push(meetHref(answer.value.code));
      else toast.error(t('failed', { reason: answer.error.message }));
    };
    for (const ring of news) {
      const why = ring.state === 'busy' ? t('missed.busy') : isQuiet ? t('missed.quiet') : null;
      const mayCall = ring.workspaceId !== workspaceId || me.permissions.includes('calls.start');
      toast.message(t('missed.title', { name: nameOf(ring.callerId) }), {
        durationMs: MISSED_MS,
        ...(why === null ? {} : { description: why }),
        ...(mayCall && ring.state !== 'busy'
          ? { action: { label: t('missed.callBack'), onClick: () => void callBack(ring) } }
          : {}),
      });
    }
  });
}
