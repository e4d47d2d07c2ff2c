'use client';

import { useSyncExternalStore } from 'react';

type Overlay = 'palette' | 'shortcuts' | null;

let open: Overlay = null;
const listeners = new Set<() => void>();

/** Opens one of the frame's overlays, or closes them with `null`; at most one is open. */
export function setOverlay(next: Overlay): void {
  open = next;
  for (const listener of listeners) listener();
}

export function openPalette(): void {
  setOverlay('palette');
}

export function openShortcuts(): void {
  setOverlay('shortcuts');
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Which overlay is open, anywhere in the client tree. */
export function useOverlay(): Overlay {
  return useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  );
}
