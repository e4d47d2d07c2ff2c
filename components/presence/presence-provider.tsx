'use client';

import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';

import type { OwnStatus, Presence } from '@/lib/presence/schemas';

import { useStore } from '../realtime/store';
import { isOver } from './moments';
import type { PresenceStore } from './presence-store';

const PresenceContext = createContext<PresenceStore | null>(null);

/** Gives everything below the presence of a workspace's people. */
export function PresenceProvider({ store, children }: { store: PresenceStore; children: ReactNode }) {
  return <PresenceContext value={store}>{children}</PresenceContext>;
}

/** @throws outside of a PresenceProvider */
export function usePresenceStore(): PresenceStore {
  const store = use(PresenceContext);
  if (!store) throw new Error('usePresenceStore: no PresenceProvider above');
  return store;
}

/**
 * How somebody is now, and again whenever it changes. Who is asked about is watched for as long as it is on the screen, so
 * ask only about people who are shown; null asks about nobody. Before the server has answered, everybody is offline.
 */
export function usePresence(memberId: string | null): Presence['state'] {
  const store = usePresenceStore();
  useEffect(() => (memberId === null ? undefined : store.watch([memberId])), [store, memberId]);
  return useSyncExternalStore(
    store.people.subscribe,
    () => (memberId === null ? 'offline' : store.stateOf(memberId)),
    () => 'offline',
  );
}

const NONE = { emoji: '', text: '', until: null, lastSeenAt: null, state: 'offline' } as const;

/** Somebody's state, when they were last seen, and their custom status until it expires; watches them. */
export function useStatus(memberId: string | null): Omit<Presence, 'memberId'> {
  const store = usePresenceStore();
  const read = () => (memberId === null ? undefined : store.people.get().get(memberId));
  const found = useSyncExternalStore(store.people.subscribe, read, () => undefined);
  useEffect(() => (memberId === null ? undefined : store.watch([memberId])), [store, memberId]);
  return useMemo(() => {
    if (!found) return NONE;
    return isOver(found.until) ? { ...found, emoji: '', text: '', until: null } : found;
  }, [found]);
}

/** Own state; undefined until the server has said it. */
export function useOwnState(me: string): Presence['state'] | undefined {
  const { people } = usePresenceStore();
  return useSyncExternalStore(
    people.subscribe,
    () => people.get().get(me)?.state,
    () => undefined,
  );
}

/** What one has said of oneself. */
export function useOwnStatus(): OwnStatus {
  return useStore(usePresenceStore().status);
}
