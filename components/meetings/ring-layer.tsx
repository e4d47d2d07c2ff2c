'use client';

import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';

import { useFrame } from '../chat/chat-providers';
import { useNaming } from '../chat/use-naming';
import { useOwnState, useOwnStatus, usePresenceStore } from '../presence/presence-provider';
import { meetHref } from './addresses';
import { RingBanner } from './ring-banner';
import { ringInOneTab } from './ring-tone';
import { isFresh, ringsOf } from './rings';
import { useMissedNotices } from './use-missed-notices';
import { useNow } from './use-now';
import { useRingTitle } from './use-ring-title';

/** What rings, as banners, by sound and in the tab's title; and what was missed, as notices. */
export function RingLayer({ events }: { events: readonly unknown[] }) {
  const t = useTranslations('ringing.banner');
  const { me } = useFrame();
  const { nameOf } = useNaming();
  const here = usePathname();
  const { ringing, missed } = useMemo(() => ringsOf(events), [events]);
  const nowMs = useNow(ringing.length > 0 ? 1000 : 60_000);
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const [answering, setAnswering] = useState<string | null>(null);
  // Asked not to be disturbed: nothing shows or sounds; afterwards it is told what was missed.
  useOwnStatus();
  const isQuiet = usePresenceStore().isQuiet();
  const isKnown = useOwnState(me.id) !== undefined;
  const shown = ringing.filter(
    (ring) =>
      isKnown && !isQuiet && !done.has(ring.key) && here !== meetHref(ring.code) && isFresh(ring, nowMs),
  );
  const waiting = shown.filter(({ key }) => key !== answering);
  const isRinging = waiting.length > 0;
  const [first] = waiting;
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
          hasKeys={ring === first}
          onAnswering={(isAnswering) => setAnswering(isAnswering ? ring.key : null)}
          onDone={() => setDone((before) => new Set(before).add(ring.key))}
        />
      ))}
    </div>
  );
}
