'use client';

import { CircleCheck, DoorOpen, MonitorSmartphone, PhoneOff, UserX, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';

import type { Call } from '@/lib/meetings/schemas';

import { Button, buttonClass } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import type { CallPhase } from './call-types';
import { clockOf } from './durations';

type Reason = Extract<CallPhase, { name: 'over' }>['reason'];

const looks = {
  left: { icon: <DoorOpen />, text: 'leftText', again: 'rejoin' },
  ended: { icon: <CircleCheck />, text: 'endedPlain', again: null },
  removed: { icon: <UserX />, text: 'removedText', again: 'rejoin' },
  elsewhere: { icon: <MonitorSmartphone />, text: 'elsewhereText', again: 'here' },
  full: { icon: <UsersRound />, text: 'fullText', again: 'retry' },
  refused: { icon: <PhoneOff />, text: 'refusedText', again: 'retry' },
} as const;

type CallOverProps = {
  reason: Reason;
  /** What the server said of it, in place of our own words. */
  says: string | null;
  /** As it was last known. */
  call: Call | null;
  back: string;
  isConversation: boolean;
  onRejoin: () => void;
};

/** After a call, or instead of one: what happened, and the ways on. */
export function CallOver({ reason, says, call, back, isConversation, onRejoin }: CallOverProps) {
  const t = useTranslations('meetings.over');
  const { icon, text, again } = looks[reason];
  const lastedMs =
    reason === 'ended' && typeof call?.endedAt === 'string'
      ? Date.parse(call.endedAt) - Date.parse(call.startedAt)
      : null;
  return (
    <output className="m-auto">
      <EmptyState
        heading="h1"
        icon={icon}
        title={t(reason)}
        action={
          <>
            {again === null ? null : (
              <Button variant="primary" size="lg" onClick={onRejoin}>
                {t(again)}
              </Button>
            )}
            <Link
              href={back}
              className={buttonClass({ size: 'lg', variant: again === null ? 'primary' : 'secondary' })}
            >
              {t(isConversation ? 'conversation' : 'meetings')}
            </Link>
          </>
        }
      >
        {lastedMs === null ? (says ?? t(text)) : t('endedText', { time: clockOf(lastedMs) })}
      </EmptyState>
    </output>
  );
}
