'use client';

import { useEffect } from 'react';

const badge = /^\(\d+\+?\) /u;

function withBadge(title: string, count: number): string {
  const bare = title.replace(badge, '');
  return count > 0 ? `(${count > 99 ? '99+' : count}) ${bare}` : bare;
}

/** Keeps `(3)` before the page's title while `count` is above zero, through navigation. */
export function useTitleBadge(count: number): void {
  useEffect(() => {
    const apply = () => {
      const title = withBadge(document.title, count);
      if (title !== document.title) document.title = title;
    };
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { childList: true, characterData: true, subtree: true });
    apply();
    return () => {
      observer.disconnect();
      document.title = withBadge(document.title, 0);
    };
  }, [count]);
}
