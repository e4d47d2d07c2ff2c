'use client';

import { Mic, MicOff, X } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Room } from '@/lib/meetings/schemas';

import { MemberAvatar } from '../chat/member-avatar';
import { useNaming } from '../chat/use-naming';
import { useHotkeys } from '../shell/use-hotkeys';
import { IconButton } from '../ui/icon-button';
import { AbsentPeople } from './absent-people';
import type { CallView, TileView } from './call-types';
import { LinkFigures } from './link-figures';
import { linkWord } from './link-word';

type PeopleSideProps = { room: Room; view: CallView; onClose: () => void };

/** Who is in the call and how they are, and who is not and may be rung. */
export function PeopleSide({ room, view, onClose }: PeopleSideProps) {
  const t = useTranslations('meetings.people');
  const shell = useTranslations('shell');
  const { nameOf } = useNaming();
  useHotkeys([
    { keys: 'escape', label: shell('closePanel'), group: shell('shortcuts.general'), run: onClose },
  ]);
  const present = new Set(view.tiles.map(({ memberId }) => memberId));
  return (
    <aside
      aria-labelledby="people-in-call"
      className="bg-background absolute inset-x-2 inset-y-0 z-20 flex flex-col overflow-y-auto rounded-2xl p-3.5 md:static md:w-[290px] md:shrink-0"
    >
      <header className="mb-2 flex items-center justify-between">
        <h2 id="people-in-call" className="font-semibold">
          {t('title', { count: view.tiles.length })}
        </h2>
        <IconButton label={shell('closePanel')} keys="escape" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <ul>
        {view.tiles.map((tile) => (
          <PersonRow key={tile.seatId} tile={tile} name={nameOf(tile.memberId)} />
        ))}
      </ul>
      <AbsentPeople room={room} call={view.call} present={present} />
    </aside>
  );
}

function PersonRow({ tile, name }: { tile: TileView; name: string }) {
  const t = useTranslations('meetings');
  const word = linkWord(tile.link);
  const notes = [
    tile.isSelf ? t('you') : null,
    word === null ? null : t(`tile.${word}`),
    tile.screen === null ? null : t('people.sharing'),
    tile.isSpeaking && !tile.isMuted ? t('tile.speaking') : null,
  ].filter((note) => note !== null);
  const Icon = tile.isMuted ? MicOff : Mic;
  return (
    <li className="flex min-h-[42px] items-center gap-2.5">
      <MemberAvatar name={name} memberId={tile.memberId} size="sm" />
      <div className="min-w-0 grow">
        <div className="truncate text-sm font-medium">{name}</div>
        {notes.length === 0 ? null : <div className="text-soft truncate text-xs">{notes.join(' · ')}</div>}
        {tile.link?.phase === 'connected' && tile.link.quality !== null ? (
          <LinkFigures quality={tile.link.quality} className="mt-0.5" />
        ) : null}
      </div>
      <Icon className="size-4 shrink-0" />
      <span className="sr-only">{t(tile.isMuted ? 'tile.muted' : 'tile.unmuted')}</span>
    </li>
  );
}
