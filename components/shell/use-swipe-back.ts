'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import type { TouchEvent } from 'react';

const edgePx = 36;
const farPx = 88;
const slackPx = 48;

type Start = { x: number; y: number };

/** Handlers that lead back to `href` when a finger moves from the left edge to the right. `null` switches them off. */
export function useSwipeBack(href: string | null) {
  const router = useRouter();
  const start = useRef<Start | null>(null);

  const end = (pane: HTMLElement) => {
    start.current = null;
    pane.style.removeProperty('transform');
  };

  return {
    onTouchStart(event: TouchEvent<HTMLElement>) {
      const touch = event.touches[0];
      const usable =
        href !== null && event.touches.length === 1 && touch !== undefined && touch.clientX < edgePx;
      start.current = usable ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchMove(event: TouchEvent<HTMLElement>) {
      const touch = event.touches[0];
      if (start.current === null || touch === undefined) return;
      if (Math.abs(touch.clientY - start.current.y) > slackPx) end(event.currentTarget);
      else
        event.currentTarget.style.transform = `translateX(${Math.max(0, touch.clientX - start.current.x)}px)`;
    },
    onTouchEnd(event: TouchEvent<HTMLElement>) {
      const touch = event.changedTouches[0];
      const far = start.current !== null && touch !== undefined && touch.clientX - start.current.x > farPx;
      end(event.currentTarget);
      if (far && href !== null) router.push(href);
    },
    onTouchCancel(event: TouchEvent<HTMLElement>) {
      end(event.currentTarget);
    },
  };
}
