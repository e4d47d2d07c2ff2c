'use client';

import { useSyncExternalStore } from 'react';

import { ConnectionBar } from '../shell/connection-bar';
import { useConnection, useIsOutdated } from './realtime-provider';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** The frame's connection bar, told by the page's realtime connection. */
export function LiveConnectionBar() {
  const connection = useConnection();
  const isOutdated = useIsOutdated();
  const isOnline = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  const live = connection === 'lost' ? 'reconnecting' : isOutdated ? 'outdated' : 'online';
  return <ConnectionBar state={isOnline ? live : 'offline'} />;
}
