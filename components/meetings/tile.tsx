'use client';

import { AudioLines, Mic, MicOff, MonitorUp, PictureInPicture2, Pin, PinOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';

import { useMembers } from '../chat/chat-providers';
import { useFace } from '../chat/use-face';
import { cn } from '../ui/cn';
import { hueOf, initials } from '../ui/initials';
import { linkWord } from './link-word';
import { Picture } from './picture';
import { canPicture, pictureOf } from './picture-in-picture';
import type { StageItem } from './stage-plan';
import { useTileName } from './use-tile-name';

type TileProps = {
  item: StageItem;
  size: 'large' | 'small';
  isPinned: boolean;
  /** Null where there is nothing to choose from. */
  onPin: (() => void) | null;
};

/** One person or one shared screen: the picture, the name, the microphone, and how the line is if it is not well. */
export function Tile({ item, size, isPinned, onPin }: TileProps) {
  const t = useTranslations('meetings.tile');
  const id = useId();
  const { tile, kind } = item;
  const name = useTileName(item);
  const isScreen = kind === 'screen';
  const isSpeaking = tile.isSpeaking && !tile.isMuted && !isScreen;
  const word = linkWord(tile.link);
  const stream = isScreen ? tile.screen : tile.isCameraOn ? tile.stream : null;
  const hue = hueOf(tile.memberId);
  return (
    <li
      aria-labelledby={id}
      data-seat={tile.seatId}
      data-tile={kind}
      data-speaking={isSpeaking || undefined}
      className="group @container relative grid min-h-0 min-w-0 place-items-center overflow-hidden rounded-2xl text-white"
      style={{
        background: isScreen
          ? 'oklch(14% 0.012 215)'
          : `linear-gradient(135deg, oklch(40% 0.055 ${hue}), oklch(24% 0.035 ${hue}))`,
      }}
    >
      {/* Under the picture, which covers it from its first frame on. */}
      {isScreen ? <MonitorUp className="size-8 opacity-60" /> : <Face memberId={tile.memberId} size={size} />}
      {stream !== null && stream.getVideoTracks().length > 0 ? (
        <Picture stream={stream} isMirrored={tile.isSelf} fit={isScreen ? 'contain' : 'cover'} />
      ) : null}
      <div
        className={cn(
          'absolute bottom-2 left-2 flex max-w-[calc(100%-1rem)] items-center gap-1.5 rounded-md bg-black/60 font-medium',
          size === 'large' ? 'px-2 py-1 text-sm' : 'px-1.5 py-0.5 text-xs',
        )}
      >
        {isScreen ? (
          <MonitorUp className="size-3.5 shrink-0" />
        ) : (
          <Voice isMuted={tile.isMuted} isSpeaking={isSpeaking} />
        )}
        <span id={id} className="truncate">
          {tile.isSelf && size === 'small' ? t('selfShort') : name}
        </span>
      </div>
      {word === null || isScreen ? null : (
        <span className="absolute top-2 left-2 max-w-[calc(100%-1rem)] truncate rounded-md bg-black/60 px-2 py-1 text-xs text-[oklch(86%_0.11_80)]">
          {t(word)}
        </span>
      )}
      <div
        className={cn(
          'absolute top-2 right-2 flex gap-1 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-fine:opacity-0',
          isPinned && 'pointer-fine:opacity-100',
          size === 'small' && 'pointer-coarse:hidden',
        )}
      >
        {stream !== null && canPicture() ? (
          <TileButton
            label={t('picture')}
            onClick={() => void pictureOf(`[data-seat="${tile.seatId}"][data-tile=${kind}] video`)}
          >
            <PictureInPicture2 />
          </TileButton>
        ) : null}
        {onPin === null ? null : (
          <TileButton label={t(isPinned ? 'unpin' : 'pin', { name })} isPressed={isPinned} onClick={onPin}>
            {isPinned ? <PinOff /> : <Pin />}
          </TileButton>
        )}
      </div>
      {/* Over the picture, which would cover an outline of the tile itself. */}
      {isSpeaking ? (
        <span className="border-accent pointer-events-none absolute inset-0 rounded-2xl border-[2.5px]" />
      ) : null}
    </li>
  );
}

function Voice({ isMuted, isSpeaking }: { isMuted: boolean; isSpeaking: boolean }) {
  const t = useTranslations('meetings.tile');
  const Icon = isMuted ? MicOff : isSpeaking ? AudioLines : Mic;
  return (
    <>
      <Icon className={cn('size-3.5 shrink-0', isMuted && 'text-[oklch(78%_0.12_25)]')} />
      <span className="sr-only">{t(isMuted ? 'muted' : isSpeaking ? 'speaking' : 'unmuted')}</span>
    </>
  );
}

/** The person's picture, or their initials on their hue, while there is none from a camera. */
function Face({ memberId, size }: { memberId: string; size: TileProps['size'] }) {
  const name = useMembers().get(memberId)?.name ?? '?';
  const face = useFace()(memberId);
  return (
    <span
      aria-hidden="true"
      data-initials={face === null ? initials(name) : ''}
      style={face === null ? undefined : { backgroundImage: `url(${JSON.stringify(face)})` }}
      className={cn(
        'grid place-items-center rounded-lg bg-white/18 bg-cover bg-center font-semibold select-none before:content-[attr(data-initials)]',
        size === 'large' ? 'size-16 text-2xl @md:size-[84px] @md:text-3xl' : 'size-11 text-md',
      )}
    />
  );
}

type TileButtonProps = { label: string; isPressed?: boolean; onClick: () => void; children: React.ReactNode };

function TileButton({ label, isPressed, onClick, children }: TileButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isPressed}
      data-tip={label}
      onClick={(event) => {
        // By pointer: the space bar shall talk afterwards.
        if (event.detail > 0) event.currentTarget.blur();
        onClick();
      }}
      className="grid size-7 place-items-center rounded-md bg-black/60 text-white hover:bg-black/80 pointer-coarse:size-9 [&_.lucide]:size-4"
    >
      {children}
    </button>
  );
}
