'use client';

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

import type { TimelineItem } from '@/lib/chat/timeline';

import { advanceReading, holdUnread, startReading } from './reading-state';

type Reading = {
  items: readonly TimelineItem[];
  hasNewer: boolean;
  isMember: boolean;
  memberId: string;
  /** How far the reader had read when they came. */
  lastReadSeq: number;
  markRead: (seq: number) => void;
  markUnreadFrom: (seq: number) => void;
};

const EVENTS = ['visibilitychange', 'focus', 'blur'] as const;

function subscribe(listener: () => void): () => void {
  for (const event of EVENTS) addEventListener(event, listener, true);
  return () => {
    for (const event of EVENTS) removeEventListener(event, listener, true);
  };
}

function isLooking(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/**
 * What counts as read: the end of the list, while the window is looked at. The "new" line stays where reading began,
 * until the reader writes, or looks away having seen everything.
 */
export function useReading(reading: Reading) {
  const { items, hasNewer, isMember, memberId, lastReadSeq, markRead, markUnreadFrom } = reading;
  const isThere = useSyncExternalStore(subscribe, isLooking, () => false);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [state, setState] = useState(() => startReading(isMember ? lastReadSeq : null));
  const newestSeq = items.findLast((item) => item.state === 'sent')?.seq ?? 0;
  const last = items.at(-1);
  const ownId = last?.authorId === memberId && last.state === 'sending' ? last.id : null;
  const isReading = isMember && isThere && isAtEnd && !hasNewer;

  const next = advanceReading(state, { isReading, newestSeq, ownId });
  if (next !== state) setState(next);

  const { isHeld } = next;
  useEffect(() => {
    if (isReading && !isHeld && newestSeq > 0) markRead(newestSeq);
  }, [isReading, isHeld, newestSeq, markRead]);

  const markUnread = useCallback(
    (seq: number) => {
      setState((before) => holdUnread(before, seq));
      markUnreadFrom(seq);
    },
    [markUnreadFrom],
  );
  return { isAtEnd, setIsAtEnd, unreadAfter: isMember ? next.line : null, markUnread };
}
