'use client';

import { useEffect } from 'react';

const TURN_MS = 1000;

/** Has the tab's title turn between itself and this text; null leaves it alone. */
export function useRingTitle(text: string | null): void {
  useEffect(() => {
    if (text === null) return undefined;
    let own = document.title;
    const turn = () => {
      if (document.title === text) document.title = own;
      else {
        own = document.title;
        document.title = text;
      }
    };
    turn();
    const timer = setInterval(turn, TURN_MS);
    return () => {
      clearInterval(timer);
      if (document.title === text) document.title = own;
    };
  }, [text]);
}
