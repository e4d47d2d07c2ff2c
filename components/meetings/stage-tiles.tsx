'use client';

import { useEffect, useRef, useState } from 'react';

import { cn } from '../ui/cn';
import { columnsFor, type StageItem, type StagePlan } from './stage-plan';
import { Tile } from './tile';

type StageTilesProps = {
  plan: StagePlan;
  pinned: string | null;
  onPin: (key: string | null) => void;
};

/** The tiles of a call at their places. */
export function StageTiles({ plan, pinned, onPin }: StageTilesProps) {
  const { main, strip, floating } = plan;
  const isAlone = main.length + strip.length === 1 && floating === null;
  const tile = (item: StageItem, size: 'large' | 'small') => (
    <Tile
      key={item.key}
      item={item}
      size={size}
      isPinned={item.key === pinned}
      onPin={isAlone ? null : () => onPin(item.key === pinned ? null : item.key)}
    />
  );
  return (
    <div className={cn('flex min-h-0 grow flex-col gap-2.5', strip.length > 0 && 'lg:flex-row')}>
      <Grid count={main.length}>{main.map((item) => tile(item, 'large'))}</Grid>
      {strip.length === 0 ? null : (
        <ul className="flex shrink-0 gap-2.5 overflow-auto max-lg:h-24 lg:w-52 lg:flex-col lg:justify-center-safe max-lg:[&>*]:aspect-video lg:[&>*]:aspect-video lg:[&>*]:shrink-0">
          {strip.map((item) => tile(item, 'small'))}
        </ul>
      )}
      {floating === null ? null : (
        <ul className="shadow-float absolute right-3 bottom-3 z-10 aspect-[3/4] w-24 overflow-hidden rounded-2xl ring-1 ring-white/20 sm:aspect-video sm:w-52 [&>*]:size-full">
          {tile(floating, 'small')}
        </ul>
      )}
    </div>
  );
}

function Grid({ count, children }: { count: number; children: React.ReactNode }) {
  const box = useRef<HTMLUListElement>(null);
  const [{ width, height }, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const columns = columnsFor(count, width, height);
  return (
    <ul
      ref={box}
      data-main-tile
      className="grid min-h-0 min-w-0 grow auto-rows-fr gap-2.5"
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {children}
    </ul>
  );
}
