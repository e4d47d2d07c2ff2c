'use client';

import { Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { CallSummary } from '@/lib/meetings/schemas';

import { useFrame } from '../chat/chat-providers';
import { MainPane } from '../shell/main-pane';
import { TopBar } from '../shell/top-bar';
import { Button } from '../ui/button';
import { patiently } from '../ui/patiently';
import { CallHistory } from './call-history';
import { JoinByCode } from './join-by-code';
import { RoomList } from './room-list';
import type { RoomSummary } from './room-summary';

const NewRoomDialog = dynamic(
  patiently(async () => (await import('./new-room-dialog')).NewRoomDialog),
  { ssr: false },
);

type MeetingsHomeProps = {
  rooms: readonly RoomSummary[];
  /** The newest. */
  calls: readonly CallSummary[];
  pageSize: number;
  /** Whose calls alone are listed. */
  conversationId: string | null;
  /** When the page was made (ISO 8601). */
  now: string;
};

/** The area of meetings: a room for now or for later, and the calls that were. */
export function MeetingsHome({ rooms, calls, pageSize, conversationId, now }: MeetingsHomeProps) {
  const t = useTranslations('meetings.area');
  const { me } = useFrame();
  const [isMaking, setMaking] = useState(false);
  const make = me.permissions.includes('calls.start') ? () => setMaking(true) : null;
  return (
    <main id="main" tabIndex={-1} className="bg-background flex min-h-0 min-w-0 grow outline-hidden">
      <MainPane
        scroll
        bar={
          <TopBar
            title={t('title')}
            icon={<Video />}
            actions={
              make === null ? null : (
                <Button variant="primary" onClick={make}>
                  {t('new')}
                </Button>
              )
            }
          />
        }
      >
        <div className="mx-auto flex w-full max-w-3xl flex-col gap-8 px-4 py-6 md:px-8">
          <JoinByCode />
          <RoomList rooms={rooms} onMake={make} />
          <CallHistory
            key={conversationId ?? ''}
            first={calls}
            pageSize={pageSize}
            conversationId={conversationId}
            now={now}
          />
        </div>
      </MainPane>
      {isMaking ? <NewRoomDialog onClose={() => setMaking(false)} /> : null}
    </main>
  );
}
