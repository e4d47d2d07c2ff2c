'use client';

import { Radio } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useMemo, useRef, useState } from 'react';

import type { Call } from '@/lib/meetings/schemas';

import { callApi, isPassing } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useNaming } from '../chat/use-naming';
import { createRefresher } from '../realtime/refresher';
import { buttonClass } from '../ui/button';
import { meetHref } from './addresses';
import { minutesBetween } from './durations';
import type { Live } from './live-call';
import { someNames } from './some-names';
import { useNow } from './use-now';

const SPREAD_MS = 1_500;

/** Says who is in the live call of a conversation, and leads there. */
export function LiveCallBanner({ live }: { live: Live }) {
  const t = useTranslations('ringing.live');
  const { id: workspaceId } = useFrame();
  const { nameOf } = useNaming();
  const [call, setCall] = useState<Call | null>(null);
  const nowMs = useNow(20_000);
  const { callId } = live;
  const refresher = useMemo(
    () =>
      createRefresher(async () => {
        const answer = await callApi<Call>('GET', `/calls/${callId}/status`, { workspaceId });
        if (answer.ok) setCall(answer.value);
        return answer.ok || !isPassing(answer.error) ? 'done' : 'again';
      }),
    [workspaceId, callId],
  );
  useEffect(() => {
    refresher.resume();
    return () => refresher.stop();
  }, [refresher]);
  const heard = useRef<string | null>(null);
  useEffect(() => {
    // Everybody who has the conversation open hears of a change at once, and shall not ask at once.
    const isFirst = heard.current !== live.callId;
    heard.current = live.callId;
    refresher.soon(isFirst ? 0 : SPREAD_MS * Math.random());
  }, [refresher, live]);
  if (call === null || call.id !== callId || call.endedAt !== null) return null;
  const memberIds = [...new Set(call.seats.map(({ memberId }) => memberId))];
  const { names, others } = someNames(memberIds.map(nameOf));
  const count = minutesBetween(call.startedAt, new Date(nowMs).toISOString());
  return (
    <section
      aria-label={t('label')}
      className="bg-tint text-tint-ink flex h-10 shrink-0 items-center gap-2.5 px-3 text-sm md:px-5"
    >
      <Radio className="size-4 shrink-0" />
      <p className="min-w-0 grow truncate">
        <strong className="font-semibold">{t('live')}</strong>
        {names === '' ? null : <> · {t('people', { names, others })}</>}
        {' · '}
        <span className="tabular-nums">{t('minutes', { count })}</span>
      </p>
      <Link href={meetHref(call.code)} className={buttonClass({ variant: 'primary', size: 'sm' })}>
        {t('join')}
      </Link>
    </section>
  );
}
