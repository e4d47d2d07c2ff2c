'use client';

import { createElement, useEffect, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

type Render = (body: string) => ReactNode;

let render: Render | null = null;
let loading: Promise<void> | undefined;
const listeners = new Set<() => void>();

/** Fetches the Markdown renderer, which is too heavy for the first load; call it when one will soon be needed. */
export function loadMarkdown(): void {
  loading ??= import('./markdown').then(
    ({ Markdown }) => {
      render = (body) => createElement(Markdown, { body });
      for (const listener of listeners) listener();
    },
    () => {
      // What is written offline is shown as it was typed until then.
      loading = undefined;
      addEventListener('online', loadMarkdown, { once: true });
    },
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The Markdown renderer once it is here, else null; asking for it (`isNeeded`) fetches it. */
export function useMarkdown(isNeeded: boolean): Render | null {
  useEffect(() => {
    if (isNeeded) loadMarkdown();
  }, [isNeeded]);
  return useSyncExternalStore(
    subscribe,
    () => render,
    () => null,
  );
}
