'use client';

import { useEffect, useSyncExternalStore } from 'react';
import type { ComponentType } from 'react';

type MarkdownView = ComponentType<{ body: string }>;

let view: MarkdownView | null = null;
let loading: Promise<void> | undefined;
const listeners = new Set<() => void>();

/** Fetches the Markdown renderer, which is too heavy for the first load; call it when one will soon be needed. */
export function loadMarkdown(): void {
  loading ??= import('./markdown').then(({ Markdown }) => {
    view = Markdown;
    for (const listener of listeners) listener();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The Markdown renderer once it is here, else null; asking for it (`isNeeded`) fetches it. */
export function useMarkdown(isNeeded: boolean): MarkdownView | null {
  useEffect(() => {
    if (isNeeded) loadMarkdown();
  }, [isNeeded]);
  return useSyncExternalStore(
    subscribe,
    () => view,
    () => null,
  );
}
