'use client';

import { useLocale } from 'next-intl';
import { createContext, use, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

import { formatTime } from './times';
import type { TimeShape } from './times';

type Scope = { instance: string; zone: string };

const ScopeContext = createContext<Scope>({ instance: 'parley', zone: 'UTC' });

const yearS = 365 * 24 * 3600;

function readersZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function never(): () => void {
  return () => undefined;
}

type ChatScopeProps = Scope & { children: ReactNode };

/** Which instance this is, and the zone of the reader's last visit (a cookie), in which the server writes times. */
export function ChatScope({ instance, zone, children }: ChatScopeProps) {
  useEffect(() => {
    if (readersZone() !== zone) {
      document.cookie = `zone=${encodeURIComponent(readersZone())}; path=/; max-age=${yearS}; samesite=lax`;
    }
  }, [zone]);
  const scope = useMemo(() => ({ instance, zone }), [instance, zone]);
  return <ScopeContext value={scope}>{children}</ScopeContext>;
}

/** The prefix of what this instance keeps in the browser. */
export function useInstance(): string {
  return use(ScopeContext).instance;
}

/** The reader's time zone; while hydrating, the one that the server wrote with. */
export function useZone(): string {
  const { zone } = use(ScopeContext);
  return useSyncExternalStore(never, readersZone, () => zone);
}

/** Writes moments as the reader does. */
export function useTimes(): (iso: string, shape: TimeShape) => string {
  const zone = useZone();
  const language = useLocale();
  return useMemo(
    () => (iso: string, shape: TimeShape) => formatTime(iso, shape, zone, language),
    [zone, language],
  );
}

/** Whether the page is alive: false on the server and for the first paint. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
