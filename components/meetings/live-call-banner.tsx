'use client';

import { Radio } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useState } from 'react';

import type { Call } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { useNaming } from '../chat/use-naming';
import { buttonClass } from '../ui/button';
import { meetHref } from './addresses';
import { minutesBetween } from './durations';
import { someNames } from './some-names';
import { useNow } from './use-now';

/** Says who is in the live call of a conversation, and leads there. */
export function LiveCallBanner({ callId, version }: { callId: string; version: number }) {
  const t = useTranslations('ringing.live');
  const { id: workspaceId } = useFrame();
  const { nameOf } = useNaming();
  const [seen, setSeen] = useState<{ call: Call; version: number } | null>(null);
  const nowMs = useNow(20_000);
  useEffect(() => {
    let isOver = false;
    const ask = async () => {
      const answer = await callApi<Call>('GET', `/calls/${callId}/status`, { workspaceId });
      if (!isOver && answer.ok) setSeen({ call: answer.value, version });
    };
    void ask();
    return () => {
      isOver = true;
    };
  }, [workspaceId, callId, version]);
  const call = seen?.call ?? null;
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
