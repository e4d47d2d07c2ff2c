'use client';

import dynamic from 'next/dynamic';

import { patiently } from '../ui/patiently';
import type { CommandGroup, CommandSearch } from './command-types';
import { useOverlay } from './overlays';

const View = dynamic(
  patiently(async () => (await import('./command-palette-view')).CommandPaletteView),
  { ssr: false },
);

type CommandPaletteProps = {
  /** What is there before anything is typed, and is filtered by what is typed. */
  groups: readonly CommandGroup[];
  /** Asked 150 ms after the last key, for what is not in `groups`; its groups come below. */
  search?: CommandSearch;
};

/** ⌘K: everything by name. Once per workspace page; its code loads when it first opens. */
export function CommandPalette(props: CommandPaletteProps) {
  return useOverlay() === 'palette' ? <View {...props} /> : null;
}
