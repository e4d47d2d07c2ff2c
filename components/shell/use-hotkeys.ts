'use client';

import { useEffect, useRef, useState } from 'react';

import { advance } from './hotkey-match';

export type Hotkey = {
  /** `mod+k`, `?`, `alt+arrowup`, or steps within a second: `g c`. */
  keys: string;
  /** A verb phrase for the `?` sheet. */
  label: string;
  /** Heading in the `?` sheet. */
  group: string;
  run: () => void;
  /** Also while typing; otherwise fields keep their keys. */
  inFields?: boolean;
  /** Only listed in the sheet: whoever binds it watches the key by themselves, as for one that is held. */
  isListedOnly?: boolean;
};

type Source = () => readonly Hotkey[];

const stepMs = 1000;
const sources = new Set<Source>();
const progress = new Map<string, { done: number; atMs: number }>();
const modifiers = new Set(['Shift', 'Meta', 'Control', 'Alt']);

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

function bound(): Hotkey[] {
  return [...sources].flatMap((source) => source());
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || modifiers.has(event.key)) return;
  const onMac = document.documentElement.dataset['mac'] !== undefined;
  const typing = isField(event.target);
  // Later bindings belong to what opened last, so they win.
  for (const hotkey of bound().toReversed()) {
    if (hotkey.isListedOnly === true || (typing && hotkey.inFields !== true)) continue;
    const state = progress.get(hotkey.keys);
    const before = state !== undefined && event.timeStamp - state.atMs < stepMs ? state.done : 0;
    const { done, fired } = advance(event, hotkey.keys, before, onMac);
    progress.set(hotkey.keys, { done, atMs: event.timeStamp });
    if (!fired) continue;
    event.preventDefault();
    hotkey.run();
    return;
  }
}

/** Binds keys while the component is mounted and lists them in the `?` sheet; inline arrays are fine. */
export function useHotkeys(hotkeys: readonly Hotkey[]): void {
  const latest = useRef(hotkeys);
  useEffect(() => {
    latest.current = hotkeys;
  });
  useEffect(() => {
    const source: Source = () => latest.current;
    if (sources.size === 0) addEventListener('keydown', onKeyDown);
    sources.add(source);
    return () => {
      sources.delete(source);
      if (sources.size === 0) removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

/** Everything bound when the caller appeared, for the `?` sheet. */
export function useBoundHotkeys(): readonly Hotkey[] {
  const [list] = useState(bound);
  return list;
}
