'use client';

import { Copy, DoorOpen, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';

import { copyText } from '../chat/copy-text';
import { Badge } from '../ui/badge';
import { Button, buttonClass } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { IconButton } from '../ui/icon-button';
import { meetHref } from './addresses';
import type { RoomSummary } from './room-summary';
import { useRoomName } from './use-room-name';

type RoomListProps = {
  rooms: readonly RoomSummary[];
  /** Null for those who may not make rooms. */
  onMake: (() => void) | null;
};

/** The rooms that one can enter, with a way in each. */
export function RoomList({ rooms, onMake }: RoomListProps) {
  const t = useTranslations('meetings.area');
  return (
    <section aria-labelledby="rooms">
      <h2 id="rooms" className="text-md mb-2 font-semibold">
        {t('rooms')}
      </h2>
      {rooms.length === 0 ? (
        <div className="border-line rounded-2xl border">
          <EmptyState
            heading="h3"
            icon={<Video />}
            title={t('noRooms')}
            action={
              onMake === null ? undefined : (
                <Button variant="primary" onClick={onMake}>
                  {t('new')}
                </Button>
              )
            }
          >
            {t(onMake === null ? 'noRoomsGuest' : 'noRoomsText')}
          </EmptyState>
        </div>
      ) : (
        <ul className="border-line divide-line-fine divide-y overflow-hidden rounded-2xl border">
          {rooms.map((room) => (
            <RoomRow key={room.id} room={room} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RoomRow({ room }: { room: RoomSummary }) {
  const t = useTranslations('meetings.area');
  const title = useRoomName(room);
  const copy = () =>
    void copyText(
      new URL(meetHref(room.code), location.origin).href,
      t('copied'),
      t('copyFailed', { code: room.code }),
    );
  return (
    <li className="flex min-h-14 items-center gap-3 py-2 pr-2.5 pl-3.5">
      <DoorOpen className="text-soft size-[18px] shrink-0" />
      <div className="min-w-0 grow">
        <div className="flex items-center gap-2">
          <span className="truncate font-medium">{title}</span>
          {room.isLive ? <Badge tone="green">{t('live')}</Badge> : null}
        </div>
        <div className="text-soft font-mono text-xs">{room.code}</div>
      </div>
      <IconButton label={t('copyLink')} onClick={copy} className="pointer-coarse:size-11">
        <Copy />
      </IconButton>
      <Link
        href={meetHref(room.code)}
        aria-label={`${t(room.isLive ? 'join' : 'open')}: ${title}`}
        className={buttonClass({ variant: room.isLive ? 'primary' : 'secondary' })}
      >
        {t(room.isLive ? 'join' : 'open')}
      </Link>
    </li>
  );
}
