'use client';

import { Copy, LayoutGrid, PanelsTopLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Room } from '@/lib/meetings/schemas';

import { copyText } from '../chat/copy-text';
import { meetHref } from './addresses';
import { clockOf } from './durations';
import type { StageLayout } from './stage-plan';
import { useNow } from './use-now';

const pill =
  'flex h-[26px] shrink-0 items-center gap-2 rounded-md bg-raised px-2 text-xs text-ink transition-colors [&_.lucide]:size-3.5';

type StageLineProps = {
  room: Room;
  name: string;
  startedAt: string | null;
  layout: StageLayout;
  /** Null where there is nobody to lay out. */
  onLayout: ((layout: StageLayout) => void) | null;
};

/** The line above the stage: what the call is, how long it lasts, its code, and how it is laid out. */
export function StageLine({ room, name, startedAt, layout, onLayout }: StageLineProps) {
  const t = useTranslations('meetings');
  const copy = () =>
    void copyText(
      new URL(meetHref(room.code), location.origin).href,
      t('area.copied'),
      t('area.copyFailed', { code: room.code }),
    );
  return (
    <header className="flex h-12 shrink-0 items-center gap-2.5 px-3 md:px-[18px]">
      <h1 className="text-md min-w-0 truncate font-semibold">{name}</h1>
      {startedAt === null ? null : <RunningTime startedAt={startedAt} />}
      <div className="grow" />
      <button
        type="button"
        className={`${pill} hover:bg-hover-raised font-mono`}
        aria-label={t('stage.copy', { code: room.code })}
        data-tip={t('area.copyLink')}
        onClick={copy}
      >
        <Copy />
        {room.code}
      </button>
      {onLayout === null ? null : (
        <button
          type="button"
          className={`${pill} hover:bg-hover-raised max-md:hidden`}
          data-tip={t(layout === 'grid' ? 'stage.toSpeaker' : 'stage.toGrid')}
          onClick={() => onLayout(layout === 'grid' ? 'speaker' : 'grid')}
        >
          {layout === 'grid' ? <LayoutGrid /> : <PanelsTopLeft />}
          <span className="sr-only">{t('stage.layout')}: </span>
          {t(layout === 'grid' ? 'stage.grid' : 'stage.speaker')}
        </button>
      )}
    </header>
  );
}

function RunningTime({ startedAt }: { startedAt: string }) {
  const t = useTranslations('meetings.stage');
  const clock = clockOf(useNow(1000) - Date.parse(startedAt));
  return (
    <span role="timer" aria-label={t('time')} className={`${pill} tabular-nums`}>
      {clock}
    </span>
  );
}
