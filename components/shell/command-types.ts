import type { ReactNode } from 'react';

/** One thing to go to (`href`) or to do (`run`). */
export type CommandItem = {
  /** Unique in the palette. */
  id: string;
  label: string;
  icon?: ReactNode;
  /** Quieter, after the label: where it is, who wrote it. */
  hint?: string;
  /** Other words it is found by. */
  keywords?: string[];
  /** Shortcut to show, as `useHotkeys` takes it. */
  keys?: string;
} & ({ href: string; run?: never } | { run: () => void; href?: never });

export type CommandGroup = { heading: string; items: readonly CommandItem[] };

/** Groups for a query; rejects on `signal` or failure, which the palette says in words. */
export type CommandSearch = (query: string, signal: AbortSignal) => Promise<readonly CommandGroup[]>;
