'use client';

import { ChevronRight, Phone, PhoneMissed, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { CallSummary } from '@/lib/meetings/schemas';

import { useTimes } from '../chat/chat-scope';
import { MemberStack } from '../chat/member-stack';
import { useNaming } from '../chat/use-naming';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import { CallDetails } from './call-details';
import { factsOf } from './call-facts';
import { useMinutes } from './use-minutes';
import { useRoomName } from './use-room-name';

/** A call of the past, or one that is live; opened, it tells who was there from when to when. */
export function CallRow({ call, now }: { call: CallSummary; now: string }) {
  const t = useTranslations('meetings.history');
  const { me, nameOf } = useNaming();
  const writeTime = useTimes();
  const title = useRoomName({ name: call.roomName, conversationId: call.conversationId });
  const { outcome, minutes, memberIds, quality } = factsOf(call, me);
  const isMissed = outcome === 'missed';
  const Icon = isMissed || outcome === 'unanswered' ? PhoneMissed : call.kind === 'video' ? Video : Phone;
  const isToday = writeTime(call.startedAt, 'day') === writeTime(now, 'day');
  const day = isToday ? '' : `${writeTime(call.startedAt, 'short')}, `;
  const writeMinutes = useMinutes();
  const facts = [
    t('by', { name: nameOf(call.startedBy) }),
    minutes === null ? null : writeMinutes(minutes),
    quality === null ? null : t('qualityOf', { word: t(`quality.${quality}`) }),
  ];
  return (
    <li>
      <details className="group">
        <summary className="hover:bg-hover flex min-h-14 cursor-pointer list-none items-center gap-3 py-2 pr-3 pl-3.5 -outline-offset-2 [&::-webkit-details-marker]:hidden">
          <Icon className={cn('size-[18px] shrink-0', isMissed ? 'text-red-ink' : 'text-soft')} />
          <span className="sr-only">{t(call.kind)}</span>
          <span className="min-w-0 grow">
            <span className="flex items-center gap-2">
              <span className={cn('truncate font-medium', isMissed && 'text-red-ink')}>{title}</span>
              {outcome === 'live' ? (
                <Badge tone="green">{t('live')}</Badge>
              ) : outcome === 'ended' ? null : (
                <Badge tone={isMissed ? 'red' : 'neutral'}>{t(`outcome.${outcome}`)}</Badge>
              )}
            </span>
            <span className="text-soft block truncate text-sm">
              {facts.filter((fact) => fact !== null).join(' · ')}
            </span>
          </span>
          <span className="max-sm:hidden">
            <MemberStack memberIds={memberIds} max={4} ring="ring-background" />
          </span>
          <time
            dateTime={call.startedAt}
            title={writeTime(call.startedAt, 'full')}
            className="text-soft shrink-0 text-sm"
          >
            {day}
            {writeTime(call.startedAt, 'time')}
          </time>
          <ChevronRight className="text-soft size-4 shrink-0 group-open:rotate-90" />
        </summary>
        <CallDetails call={call} />
      </details>
    </li>
  );
}
