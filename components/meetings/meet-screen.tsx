'use client';

import { ChevronLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';

import type { Room } from '@/lib/meetings/schemas';

import { conversationHref, meetingsHref } from '../chat/addresses';
import { useFrame } from '../chat/chat-providers';
import { LiveConnectionBar } from '../realtime/live-connection-bar';
import { buttonClass } from '../ui/button';
import { keepWish, keptWish, type JoinWish } from './join-wish';
import { PreJoin } from './pre-join';
import { useRoom } from './use-room';

const CallScreen = dynamic(async () => (await import('./call-screen')).CallScreen, { ssr: false });

/** Asks how one wants to join, then shows the call; a tab that was in the call goes back into it at once. */
export function MeetScreen({ room: rendered }: { room: Room }) {
  const t = useTranslations('meetings.join');
  const { me, slug } = useFrame();
  const [joining, setJoining] = useState(() => {
    const wish = keptWish(me.userId, rendered.code);
    return wish === null ? null : { wish, time: 0 };
  });
  const room = useRoom(rendered, joining === null);
  const back =
    room.conversationId === null ? meetingsHref(slug) : conversationHref(slug, room.conversationId);
  const join = (standing: Omit<JoinWish, 'kind'>) => {
    const wish = { kind: standing.isCameraOn ? 'video' : 'voice', ...standing } as const;
    keepWish(me.userId, room.code, wish);
    setJoining((before) => ({ wish, time: (before?.time ?? 0) + 1 }));
  };
  if (joining !== null) {
    const { wish, time } = joining;
    return <CallScreen key={time} room={room} wish={wish} back={back} onRejoin={join} />;
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
