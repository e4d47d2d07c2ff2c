'use client';

import { BellRing, Copy, PhoneOff } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Call, Room } from '@/lib/meetings/schemas';

import { copyText } from '../chat/copy-text';
import { MemberAvatar } from '../chat/member-avatar';
import { useNaming } from '../chat/use-naming';
import { Button } from '../ui/button';
import { meetHref } from './addresses';
import { useRingAgain } from './use-ring-again';

type CallingCardProps = { room: Room; call: Call | null; onLeave: () => void };

type Ring = Call['rings'][number];

/** The state that says most of several: one who may still come, before one who will not. */
const order = ['ringing', 'declined', 'busy', 'missed', 'cancelled'] as const;

/** Over the stage of somebody who is alone: who is called and what came of it, or how to have others come. */
export function CallingCard({ room, call, onLeave }: CallingCardProps) {
  const rings = call?.rings ?? [];
  const state = order.find((wanted) => rings.some((ring) => ring.state === wanted));
  return (
    <div className="pointer-events-none absolute inset-x-3 bottom-12 z-10 flex justify-center md:bottom-8">
      <output className="bg-background/95 shadow-float pointer-events-auto flex max-w-md flex-col items-center gap-3 rounded-2xl px-6 py-5 text-center">
        {state === undefined ? (
          <AloneText room={room} />
        ) : (
          <RingText room={room} state={state} rings={rings} onLeave={onLeave} />
        )}
      </output>
    </div>
  );
}

type RingTextProps = {
  room: Room;
  state: (typeof order)[number];
  rings: readonly Ring[];
  onLeave: () => void;
};

function RingText({ room, state, rings, onLeave }: RingTextProps) {
  const t = useTranslations('meetings.calling');
  const { nameOf } = useNaming();
  const ring = useRingAgain(room);
  const these = rings.filter((one) => one.state === state);
  const names = these.map(({ memberId }) => nameOf(memberId)).join(', ');
  return (
    <>
      <div className="flex gap-2">
        {these.slice(0, 4).map(({ memberId }) => (
          <MemberAvatar key={memberId} name={nameOf(memberId)} memberId={memberId} size="lg" />
        ))}
      </div>
      <div>
        <p className="text-md font-semibold">{t(state, { names, count: these.length })}</p>
        {state === 'ringing' ? <p className="text-soft mt-0.5">{t('callingText')}</p> : null}
        {these.map(({ memberId, message }) =>
          message === '' ? null : (
            <p key={memberId} className="text-soft mt-1 break-words">
              “{message}”
            </p>
          ),
        )}
      </div>
      {state === 'ringing' ? null : (
        <div className="flex gap-2">
          <Button onClick={() => void ring(these.map(({ memberId }) => memberId))}>
            <BellRing />
            {t('again')}
          </Button>
          <Button variant="danger" onClick={onLeave}>
            <PhoneOff />
            {t('leave')}
          </Button>
        </div>
      )}
    </>
  );
}

function AloneText({ room }: { room: Room }) {
  const t = useTranslations('meetings');
  const copy = () =>
    void copyText(
      new URL(meetHref(room.code), location.origin).href,
      t('area.copied'),
      t('area.copyFailed', { code: room.code }),
    );
  return (
    <>
      <div>
        <p className="text-md font-semibold">{t('stage.alone')}</p>
        <p className="text-soft mt-0.5">{t('stage.aloneText')}</p>
      </div>
      <Button onClick={copy}>
        <Copy />
        {t('area.copyLink')}
      </Button>
    </>
  );
}
