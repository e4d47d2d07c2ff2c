'use client';

import { useTranslations } from 'next-intl';

import type { CallSummary } from '@/lib/meetings/schemas';

import { useTimes } from '../chat/chat-scope';
import { useNaming } from '../chat/use-naming';
import { LinkBars, levelOf } from './link-bars';
import { useMinutes } from './use-minutes';

type Attendance = CallSummary['attendance'][number];

/** Who was in a call, from when to when, how long, and how their lines were; and who was called in vain. */
export function CallDetails({ call }: { call: CallSummary }) {
  const t = useTranslations('meetings.history');
  const people = useTranslations('meetings.people');
  const { nameOf } = useNaming();
  const present = new Set(call.attendance.map(({ memberId }) => memberId));
  const absent = call.rings.filter(({ memberId }) => !present.has(memberId));
  return (
    <ul aria-label={t('details')} className="text-soft flex flex-col gap-1.5 pr-4 pb-3 pl-11 text-sm">
      {call.attendance.map((stay) => (
        <Stay key={`${stay.memberId} ${stay.joinedAt}`} stay={stay} name={nameOf(stay.memberId)} />
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

function Stay({ stay, name }: { stay: Attendance; name: string }) {
  const t = useTranslations('meetings.history');
  const writeTime = useTimes();
  const writeMinutes = useMinutes();
  const { joinedAt, leftAt, presentMs } = stay;
  const until = leftAt === null ? t('now') : writeTime(leftAt, 'time');
  return (
    <li className="flex flex-wrap justify-between gap-x-4">
      <span className="text-ink min-w-0 grow truncate">{name}</span>
      <Line stay={stay} />
      <span className="shrink-0 tabular-nums max-sm:w-full">
        {t('from', { from: writeTime(joinedAt, 'time'), until })}
        {' · '}
        {writeMinutes(Math.floor(presentMs / 60_000))}
      </span>
    </li>
  );
}

/** How what they received came through, on the whole. */
function Line({ stay: { score, roundTripMs, jitterMs, lossPercent } }: { stay: Attendance }) {
  const t = useTranslations('meetings.quality');
  if (score === null) return null;
  const figures = t('details', {
    ms: roundTripMs ?? 0,
    jitter: jitterMs ?? 0,
    loss: (lossPercent ?? 0).toFixed(1),
    frames: -1,
  });
  return (
    <span className="flex shrink-0 items-center gap-2 tabular-nums max-sm:hidden">
      <span className="sr-only">{t('word', { word: t(levelOf(score)) })}</span>
      <LinkBars score={score} />
      {figures}
    </span>
  );
}
