'use client';

import { ChevronRight, Phone, PhoneMissed, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { CallSummary } from '@/lib/meetings/schemas';

import { useTimes } from '../chat/chat-scope';
import { MemberStack } from '../chat/member-stack';
import { useNaming } from '../chat/use-naming';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import { factsOf } from './call-facts';
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
  const lasted =
    minutes === null
      ? null
      : minutes < 60
        ? t('lasted', { minutes })
        : t('lastedHours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  const facts = [
    t('by', { name: nameOf(call.startedBy) }),
    lasted,
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

function CallDetails({ call }: { call: CallSummary }) {
  const t = useTranslations('meetings.history');
  const people = useTranslations('meetings.people');
  const { nameOf } = useNaming();
  const writeTime = useTimes();
  const present = new Set(call.attendance.map(({ memberId }) => memberId));
  const absent = call.rings.filter(({ memberId }) => !present.has(memberId));
  return (
    <ul aria-label={t('details')} className="text-soft flex flex-col gap-1 pr-4 pb-3 pl-11 text-sm">
      {call.attendance.map(({ memberId, joinedAt, leftAt }) => (
        <li key={`${memberId} ${joinedAt}`} className="flex justify-between gap-4">
          <span className="text-ink truncate">{nameOf(memberId)}</span>
          <span className="shrink-0 tabular-nums">
            {t('from', {
              from: writeTime(joinedAt, 'time'),
              until: leftAt === null ? t('now') : writeTime(leftAt, 'time'),
            })}
          </span>
        </li>
      ))}
      {absent.map(({ memberId, state, message }) => (
        <li key={memberId} className="flex justify-between gap-4">
          <span className="text-ink truncate">{nameOf(memberId)}</span>
          <span className="min-w-0 truncate">
            {people(`states.${state}`)}
            {message === '' ? null : ` ${people('saying', { message })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
