'use client';

import { useTranslations } from 'next-intl';

import type { TimelineItem } from '@/lib/chat/timeline';

import { useHotkeys } from '../shell/use-hotkeys';
import { offers, useMessageTools } from './message-actions';

type MessageKeys = {
  items: readonly TimelineItem[];
  /** Moves the focus to a message, mounted or not. */
  focusMessage: (index: number) => void;
};

function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** Arrow keys move through the messages; a letter acts on the one that has the focus. */
export function useMessageKeys({ items, focusMessage }: MessageKeys): void {
  const t = useTranslations('chat.keys');
  const { actions, rights } = useMessageTools();
  const group = t('group');

  const focusedIndex = () => {
    const row = document.activeElement?.closest<HTMLElement>('[data-message]');
    return items.findIndex(({ id }) => id === row?.dataset['message']);
  };
  const move = (by: number) => {
    if (isCovered() || items.length === 0) return;
    const at = focusedIndex();
    focusMessage(at === -1 ? items.length - 1 : Math.min(items.length - 1, Math.max(0, at + by)));
  };
  const act = (kind: keyof ReturnType<typeof offers>, run: (item: TimelineItem) => void) => () => {
    const item = isCovered() ? undefined : items[focusedIndex()];
    if (item !== undefined && offers(item, rights)[kind]) run(item);
  };
  const pick = (item: TimelineItem) => {
    const row = document.activeElement;
    if (row !== null) actions.pick(item, row);
  };

  useHotkeys([
    { keys: 'arrowup', label: t('previous'), group, run: () => move(-1) },
    { keys: 'arrowdown', label: t('next'), group, run: () => move(1) },
    { keys: 'e', label: t('edit'), group, run: act('edit', (item) => actions.startEdit(item.id)) },
    { keys: 'r', label: t('react'), group, run: act('react', pick) },
    { keys: 'u', label: t('unread'), group, run: act('markUnread', actions.markUnread) },
    { keys: 'c', label: t('link'), group, run: act('link', actions.copyLink) },
    { keys: 'delete', label: t('delete'), group, run: act('remove', actions.remove) },
  ]);
}
