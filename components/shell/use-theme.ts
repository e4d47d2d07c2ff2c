'use client';

import { useState } from 'react';

import { remember } from './remember';
import { parseTheme } from './theme';
import type { Theme } from './theme';

/** The theme on screen and a way to change it: at once here, and from the first paint of the next page. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() =>
    typeof document === 'undefined' ? 'system' : parseTheme(document.documentElement.dataset['theme']),
  );
  const choose = (next: Theme) => {
    setTheme(next);
    remember('theme', next);
    if (next === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
  };
  return [theme, choose];
}
