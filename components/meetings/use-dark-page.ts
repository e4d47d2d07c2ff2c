'use client';

import { useEffect } from 'react';

/** Turns the page dark while mounted: what opens over it (menus, dialogs, toasts) hangs below the body. */
export function useDarkPage(): void {
  useEffect(() => {
    const { dataset } = document.body;
    const before = dataset['theme'];
    dataset['theme'] = 'dark';
    return () => {
      if (before === undefined) delete dataset['theme'];
      else dataset['theme'] = before;
    };
  }, []);
}
