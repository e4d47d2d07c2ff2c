'use client';

import { useSyncExternalStore } from 'react';

/** A value that components may watch. */
export type Store<T> = {
  get: () => T;
  /** What it began with, which is what the server rendered. */
  getFirst: () => T;
  /** Does nothing when the value is the same object. */
  set: (next: T) => void;
  subscribe: (listener: () => void) => () => void;
};

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    getFirst: () => initial,
    set: (next) => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** The store's value now, and again whenever it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.getFirst);
}
