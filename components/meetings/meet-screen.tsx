'use client';

import { ChevronLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { uuidv7 } from 'uuidv7';

import type { Room } from '@/lib/meetings/schemas';

import { conversationHref, meetingsHref } from '../chat/addresses';
import { useFrame } from '../chat/chat-providers';
import { LiveConnectionBar } from '../realtime/live-connection-bar';
import { buttonClass } from '../ui/button';
import { CallScreen } from './call-screen';
import { loadCallSession } from './load-call-session';
import { loadPeerLink } from './load-peer-link';
import { PreJoin } from './pre-join';
import { forgetSeat, keepSeat, keptSeat, type KeptSeat } from './seat-memory';
import { useRoom } from './use-room';

const NO_TRACKS: readonly MediaStreamTrack[] = [];

/** Asks how one wants to join, then shows the call; a tab that was in the call goes back into it at once. */
export function MeetScreen({ room: rendered }: { room: Room }) {
  const t = useTranslations('meetings.join');
  const { me, slug } = useFrame();
  const [seat, setSeat] = useState(() => seatInLiveCall(me.userId, rendered));
  const [tracks, setTracks] = useState(NO_TRACKS);
  const room = useRoom(rendered, seat === null);
  useEffect(() => {
    // Fetched while one looks at oneself, so that joining need not wait. What fails now is tried again by the call.
    void Promise.allSettled([loadCallSession(), loadPeerLink()]);
  }, []);
  const back =
    room.conversationId === null ? meetingsHref(slug) : conversationHref(slug, room.conversationId);
  const join = (standing: Pick<KeptSeat, 'isMuted' | 'isCameraOn'>, open = NO_TRACKS) => {
    const kind = standing.isCameraOn ? 'video' : 'voice';
    const taken = { seatId: crypto.randomUUID(), callId: uuidv7(), kind, ...standing } as const;
    keepSeat(me.userId, room.code, taken);
    setTracks(open);
    setSeat(taken);
  };
  if (seat !== null) {
    return (
      <CallScreen
        key={seat.seatId}
        room={room}
        seat={seat}
        tracks={tracks}
        back={back}
        onRejoin={(standing) => join(standing)}
      />
    );
  }
  return (
    <main id="main" tabIndex={-1} className="bg-background relative flex min-h-dvh flex-col outline-hidden">
      <LiveConnectionBar />
      <div className="m-auto w-full">
        <PreJoin
          room={room}
          onJoin={join}
          back={
            <Link href={back} className={buttonClass({ variant: 'ghost', size: 'lg' })}>
              <ChevronLeft />
              {t('back')}
            </Link>
          }
        />
      </div>
    </main>
  );
}

/** The seat that this tab has in the call that is live; one of an earlier call is forgotten. */
function seatInLiveCall(userId: string, { code, call }: Room): KeptSeat | null {
  const kept = keptSeat(userId, code);
  if (kept !== null && kept.callId === call?.id) return kept;
  forgetSeat(userId, code);
  return null;
}
