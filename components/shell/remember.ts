'use client';

import { useState } from 'react';

/** Choices kept per browser in a cookie, so that the server draws the first paint with them. */
export type Remembered = 'theme' | 'sound' | 'sidebar' | 'panel';

const yearS = 365 * 24 * 3600;

/** Keeps a choice for a year. Not for secrets: the cookie is readable by scripts and shared between ports of a host. */
export function remember(name: Remembered, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${yearS}; samesite=lax`;
}

/**
 * State that outlives the visit. `initial` comes from the server, which reads the same cookie:
 * `const [panel, setPanel] = useRemembered('panel', panelFromCookie)`.
 */
export function useRemembered<Value extends string>(
  name: Remembered,
  initial: Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState(initial);
  const set = (next: Value) => {
    setValue(next);
    remember(name, next);
  };
  return [value, set];
}
