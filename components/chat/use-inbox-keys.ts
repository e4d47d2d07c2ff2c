'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { VirtualizerHandle } from 'virtua';

import type { Conversation } from '@/lib/chat/schemas';
import { isPutAway } from '@/lib/chat/unread';

import { useHotkeys } from '../shell/use-hotkeys';
import { useMarkCommands } from './use-mark-commands';

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  Home: -Infinity,
  End: Infinity,
};

function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** Tab reaches one row of the inbox, keys move the focus through it and act on the row that has it, or that is open. */
export function useInboxKeys(shown: readonly Conversation[], openId: string | undefined) {
  const t = useTranslations('inbox.keys');
  const marks = useMarkCommands();
  const list = useRef<VirtualizerHandle>(null);
  const pane = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const indexOf = (id: string | null | undefined) => shown.findIndex((one) => one.id === id);
  const focusedIndex = indexOf(focused);
  const openIndex = indexOf(openId);
  const current = focusedIndex === -1 ? openIndex : focusedIndex;

  const focusRow = (index: number) => {
    const id = shown[index]?.id;
    if (id === undefined) return;
    setFocused(id);
    list.current?.scrollToIndex(index, { align: 'nearest' });
    // A row outside the view is drawn with the next frame, because it is kept mounted now.
    requestAnimationFrame(() =>
      pane.current?.querySelector<HTMLElement>(`[data-conversation="${id}"]`)?.focus({ preventScroll: true }),
    );
  };
  const move = (by: number) => {
    if (shown.length === 0) return;
    const start = current === -1 ? (by > 0 ? -1 : 0) : current;
    focusRow(Math.min(shown.length - 1, Math.max(0, start + by)));
  };
  const archive = (conversation: Conversation) => {
    // The focus goes on with the list, not away with the row.
    focusRow(current + 1 < shown.length ? current + 1 : current - 1);
    if (isPutAway(conversation)) marks.bringBack(conversation);
    else marks.archive(conversation);
  };
  const press = (key: string) => {
    const step = STEPS[key];
    const conversation = shown[current];
    if (isCovered()) return;
    if (step !== undefined) move(step);
    else if (conversation === undefined || conversation.isArchived) return;
    else if (key === 'e') archive(conversation);
    else if (key === 'm') marks.toggleMuted(conversation);
    else if (key === 'p') marks.togglePinned(conversation);
    else if (key === 'u') marks.toggleUnread(conversation);
  };

  const group = t('group');
  useHotkeys([
    { keys: 'j', label: t('next'), group, run: () => press('j') },
    { keys: 'k', label: t('previous'), group, run: () => press('k') },
    { keys: 'e', label: t('archive'), group, run: () => press('e') },
    { keys: 'm', label: t('mute'), group, run: () => press('m') },
    { keys: 'p', label: t('pin'), group, run: () => press('p') },
    { keys: 'u', label: t('unread'), group, run: () => press('u') },
  ]);

  // On a row its own keys come first: an open conversation binds some of them for messages.
  const onKeyDown = (event: KeyboardEvent) => {
    const isOurs = event.key in STEPS || ['e', 'm', 'p', 'u'].includes(event.key);
    if (!isOurs || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    press(event.key);
  };

  const stopIndex = current === -1 ? 0 : current;
  return {
    list,
    pane,
    tabStop: shown[stopIndex]?.id,
    kept: current === -1 ? [] : [current],
    setFocused,
    onKeyDown,
  };
}
