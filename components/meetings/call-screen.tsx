'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';

import type { Room } from '@/lib/meetings/schemas';

import { useFrame } from '../chat/chat-providers';
import { focusNow } from '../chat/focus-now';
import { buttonClass } from '../ui/button';
import { Spinner } from '../ui/spinner';
import { CallOver } from './call-over';
import { forgetSeat, keepSeat, type KeptSeat } from './seat-memory';
import { Stage } from './stage';
import { useCall } from './use-call';
import { useDarkPage } from './use-dark-page';
import { useRoomName } from './use-room-name';

type CallScreenProps = {
  room: Room;
  seat: KeptSeat;
  /** Microphone and camera as they were open before. */
  tracks: readonly MediaStreamTrack[];
  /** Where the call came from. */
  back: string;
  onRejoin: (standing: { isMuted: boolean; isCameraOn: boolean }) => void;
};

/** A call from taking the seat to the last word about it. Dark in both themes, as stages are. */
export function CallScreen({ room, seat, tracks, back, onRejoin }: CallScreenProps) {
  const t = useTranslations('meetings');
  const { me } = useFrame();
  // One seat for the component's life, whatever the caller's object.
  const [taken] = useState(seat);
  const [before] = useState({ seats: room.call?.seats ?? [], tracks });
  const { view, controls } = useCall(room.code, taken, before);
  const name = useRoomName(room);
  const { phase, isMuted, isCameraOn } = view;
  useDarkPage();

  // Loading anew leads back in as one was; who is out stays out.
  const isIn = phase.name === 'in' || phase.name === 'reconnecting';
  const isOver = phase.name === 'over';
  const callId = view.call?.id;
  const seatId = view.tiles.find(({ isSelf }) => isSelf)?.seatId ?? taken.seatId;
  useEffect(() => {
    if (isIn && callId !== undefined)
      keepSeat(me.userId, room.code, { ...taken, seatId, callId, isMuted, isCameraOn });
    if (isOver) forgetSeat(me.userId, room.code);
  }, [isIn, isOver, seatId, callId, taken, me.userId, room.code, isMuted, isCameraOn]);
  const standing = useRef({ isMuted: taken.isMuted, isCameraOn: taken.isCameraOn });
  useEffect(() => {
    if (isIn) standing.current = { isMuted, isCameraOn };
  }, [isIn, isMuted, isCameraOn]);

  return (
    <main
      id="main"
      tabIndex={-1}
      // The button that led here is gone, and the focus with it.
      ref={focusNow}
      data-theme="dark"
      aria-label={t('stage.label', { name })}
      className="fixed inset-0 flex flex-col overflow-hidden bg-[oklch(11%_0.012_215)] outline-hidden"
    >
      {phase.name === 'over' ? (
        <CallOver
          reason={phase.reason}
          says={phase.says}
          call={view.call}
          back={back}
          isConversation={room.conversationId !== null}
          onRejoin={() => onRejoin(standing.current)}
        />
      ) : controls === null ? (
        <div className="m-auto flex flex-col items-center gap-5">
          <output className="text-soft flex items-center gap-2.5">
            <Spinner />
            {t('stage.joining')}
          </output>
          <Link
            href={back}
            className={buttonClass({ className: 'appear-late' })}
            onClick={() => forgetSeat(me.userId, room.code)}
          >
            {t('controls.leave')}
          </Link>
        </div>
      ) : (
        <Stage room={room} name={name} view={view} controls={controls} back={back} />
      )}
    </main>
  );
}
