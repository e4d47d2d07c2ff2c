'use client';

import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';

import { fetchToken } from './fetch-token';
import { Hub, type Connection } from './hub';
import { useStore } from './store';

const HubContext = createContext<Hub | null>(null);

type RealtimeProviderProps = { supabaseUrl: string; publishableKey: string; children: ReactNode };

/** Gives everything below one realtime connection. The addresses come from the server at run time, not from the build. */
export function RealtimeProvider({ supabaseUrl, publishableKey, children }: RealtimeProviderProps) {
  const [hub] = useState(() => new Hub({ supabaseUrl, publishableKey, fetchToken }));
  useEffect(() => hub.start(), [hub]);
  return <HubContext value={hub}>{children}</HubContext>;
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
