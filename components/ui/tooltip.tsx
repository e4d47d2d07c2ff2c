'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';

import { Kbd } from './kbd';
import { placeTip } from './place-tip';
import type { Side } from './place-tip';

const delayMs = 450;
const warmMs = 400;

type Shown = { anchor: HTMLElement; label: string; keys: string | undefined; side: Side };

function read(anchor: HTMLElement): Shown {
  const { tip = '', tipKeys, tipSide } = anchor.dataset;
  const side = tipSide === 'right' || tipSide === 'top' ? tipSide : 'bottom';
  return { anchor, label: tip, keys: tipKeys, side };
}

function anchorOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
}

/** Calls `show` with the anchor that is hovered for a while or focused by keyboard, and with `null` when that ends. */
function watch(show: (shown: Shown | null) => void): () => void {
  const control = new AbortController();
  const { signal } = control;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: HTMLElement | null = null;
  let hiddenAtMs = -warmMs;

  const hide = () => {
    clearTimeout(timer);
    if (current !== null) hiddenAtMs = performance.now();
    current = null;
    show(null);
  };
  const reveal = (anchor: HTMLElement) => {
    if (!anchor.isConnected || anchor.ariaExpanded === 'true') return;
    current = anchor;
    show(read(anchor));
  };
  const onOver = (event: PointerEvent) => {
    const anchor = anchorOf(event.target);
    if (event.pointerType !== 'mouse' || anchor === current) return;
    hide();
    if (anchor === null) return;
    const warm = performance.now() - hiddenAtMs < warmMs;
    timer = setTimeout(() => reveal(anchor), warm ? 0 : delayMs);
  };
  const onFocus = (event: FocusEvent) => {
    hide();
    const anchor = anchorOf(event.target);
    if (anchor?.matches(':focus-visible') === true) reveal(anchor);
  };
  document.addEventListener('pointerover', onOver, { signal });
  document.addEventListener('focusin', onFocus, { signal });
  for (const end of ['focusout', 'pointerdown', 'keydown', 'scroll'] as const) {
    document.addEventListener(end, hide, { signal, capture: true, passive: true });
  }
  return () => {
    clearTimeout(timer);
    control.abort();
  };
}

/**
 * Draws the tooltip of whatever carries `data-tip` (with `data-tip-keys` and `data-tip-side` top, right or bottom),
 * server-rendered or not; `AppFrame` has it. For the eyes only: the anchor needs its own accessible name.
 */
export function TipLayer() {
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => watch(setShown), []);
  useLayoutEffect(() => {
    if (shown === null || box.current === null) return;
    const { offsetWidth: width, offsetHeight: height } = box.current;
    const view = { width: innerWidth, height: innerHeight };
    const { left, top } = placeTip(shown.anchor.getBoundingClientRect(), { width, height }, view, shown.side);
    box.current.style.translate = `${left}px ${top}px`;
  }, [shown]);
  if (shown === null) return null;
  return (
    <div
      ref={box}
      aria-hidden="true"
      data-tooltip
      className="bg-rail text-rail-ink shadow-float pointer-events-none fixed top-0 left-0 z-50 flex items-center gap-2 rounded-md px-2 py-1 text-xs font-medium whitespace-nowrap"
    >
      {shown.label}
      {shown.keys === undefined ? null : (
        <Kbd keys={shown.keys} className="bg-rail-raised text-rail-ink border-transparent" />
      )}
    </div>
  );
}
