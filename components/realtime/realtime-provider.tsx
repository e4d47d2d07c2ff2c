'use client';

import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';

import { fetchToken } from './fetch-token';
import { Hub, type Connection } from './hub';
import { servedVersion } from './served-version';
import { useStore } from './store';

const HubContext = createContext<Hub | null>(null);
const VersionContext = createContext<string | null>(null);

type RealtimeProviderProps = {
  supabaseUrl: string;
  publishableKey: string;
  /** Of the build that rendered the page; null where builds have no names. */
  version: string | null;
  children: ReactNode;
};

/** Gives everything below one realtime connection. What it is told comes from the server at run time, not from the build. */
export function RealtimeProvider({ supabaseUrl, publishableKey, version, children }: RealtimeProviderProps) {
  const [hub] = useState(() => new Hub({ supabaseUrl, publishableKey, fetchToken }));
  useEffect(() => hub.start(), [hub]);
  return (
    <VersionContext value={version}>
      <HubContext value={hub}>{children}</HubContext>
    </VersionContext>
  );
}

/** Whether the server has had another version than the one that rendered the page. While servers change over, both answer. */
export function useIsOutdated(): boolean {
  const version = use(VersionContext);
  const served = useStore(servedVersion);
  const [wasOutdated, setWasOutdated] = useState(false);
  const isOutdated = version !== null && served !== null && served !== version;
  if (isOutdated && !wasOutdated) setWasOutdated(true);
  return wasOutdated || isOutdated;
}

/** The page's realtime connection. @throws outside of a RealtimeProvider */
export function useHub(): Hub {
  const hub = use(HubContext);
  if (!hub) throw new Error('useHub: no RealtimeProvider above');
  return hub;
}

type Handlers = Record<string, (payload: unknown) => void>;

/**
 * Listens to a private topic while mounted; null listens to nothing. Handlers may change without a new subscription.
 * @param onSubscribed after every (re)subscription: fetch what was missed
 */
export function useTopic(topic: string | null, handlers: Handlers, onSubscribed?: () => void): void {
  const hub = useHub();
  const latest = useRef({ handlers, onSubscribed });
  useEffect(() => {
    latest.current = { handlers, onSubscribed };
  });
  useEffect(() => {
    if (topic === null) return undefined;
    return hub.join(topic, {
      onEvent: (event, payload) => latest.current.handlers[event]?.(payload),
      onSubscribed: () => latest.current.onSubscribed?.(),
    });
  }, [hub, topic]);
}

/** How live the page is. */
export function useConnection(): Connection {
  return useStore(useHub().connection);
}
