'use client';

import { useEffect, useState } from 'react';

import { serverNow } from '../realtime/server-clock';

const now = () => Date.parse(serverNow());

/** Now by the server's clock, in milliseconds, again every `everyMs`. In the browser only. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
