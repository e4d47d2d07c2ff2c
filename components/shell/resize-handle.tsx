'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { PointerEvent } from 'react';

import { remember } from './remember';
import { parseSidebarWidth, sidebarWidth } from './sidebar-width';

/**
 * The line between sidebar and main pane: drag it, or focus it and use arrow keys, Home and End; a double click
 * resets. Sets `--sidebar` on the closest `[data-panes]`.
 */
export function ResizeHandle({ initial }: { initial: number }) {
  const t = useTranslations('shell');
  const [width, setWidth] = useState(initial);
  const drag = useRef<{ x: number; width: number } | null>(null);

  const apply = (next: number, handle: HTMLElement) => {
    const bounded = parseSidebarWidth(next);
    setWidth(bounded);
    handle.closest<HTMLElement>('[data-panes]')?.style.setProperty('--sidebar', `${bounded}px`);
    if (drag.current === null) remember('sidebar', String(bounded));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag.current === null) return;
    apply(drag.current.width + event.clientX - drag.current.x, event.currentTarget);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    if (drag.current === null) return;
    drag.current = null;
    apply(width, event.currentTarget);
  };

  return (
    <div className="bg-line focus-within:bg-accent hover:bg-accent absolute inset-y-0 right-0 z-10 hidden w-px transition-colors md:block">
      <input
        type="range"
        aria-label={t('resize')}
        min={sidebarWidth.min}
        max={sidebarWidth.max}
        step={8}
        value={width}
        className="absolute inset-y-0 -left-1 h-full w-[9px] cursor-col-resize touch-none opacity-0"
        onChange={(event) => {
          if (drag.current === null) apply(event.currentTarget.valueAsNumber, event.currentTarget);
        }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onMouseDown={(event) => {
          event.preventDefault();
        }}
        onDoubleClick={(event) => apply(sidebarWidth.initial, event.currentTarget)}
      />
    </div>
  );
}
