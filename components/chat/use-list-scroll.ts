'use client';

import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';

import type { TimelineItem } from '@/lib/chat/timeline';

import { keepPlace, readPlace } from './scroll-places';

const NEAR_END_PX = 48;
const AHEAD_PX = 900;

type ListScroll = {
  conversationId: string;
  items: readonly TimelineItem[];
  isLive: boolean;
  /** The message to begin at; the end when there is none. */
  targetIndex: number;
  memberId: string;
  hasOlder: boolean;
  hasNewer: boolean;
  loadOlder: () => Promise<void>;
  loadNewer: () => Promise<void>;
  onAtEnd: (isAtEnd: boolean) => void;
};

/**
 * Keeps the list where the reader wants it: at the end while they are there, at the same line while older messages come
 * in above, and fetches more before either edge is reached.
 */
export function useListScroll(options: ListScroll) {
  const {
    conversationId,
    items,
    isLive,
    targetIndex,
    memberId,
    hasOlder,
    hasNewer,
    loadOlder,
    loadNewer,
    onAtEnd,
  } = options;
  const list = useRef<VirtualizerHandle>(null);
  const sticks = useRef(targetIndex === -1);
  const isLoading = useRef(false);
  const [isLoadingOlder, setIsLoadingOlder] = useState(false);
  const [firstVisible, setFirstVisible] = useState(0);
  const shift = useShift(items);
  const last = items.at(-1);

  const toEnd = () => list.current?.scrollToIndex(items.length - 1, { align: 'end' });

  // Only when the list begins to live; later moves are the reader's.
  const begin = useEffectEvent(() => {
    const place = targetIndex === -1 ? readPlace(sessionStorage, conversationId) : null;
    const placeIndex = items.findIndex(({ id }) => id === place?.messageId);
    if (targetIndex !== -1) list.current?.scrollToIndex(targetIndex, { align: 'center' });
    else if (place === null || placeIndex === -1) toEnd();
    else {
      sticks.current = false;
      list.current?.scrollToIndex(placeIndex, { align: 'start', offset: place.offsetPx });
    }
  });
  useLayoutEffect(() => {
    if (isLive) begin();
  }, [isLive]);

  const lastId = last?.id;
  const isOwnLast = last?.authorId === memberId && last.state === 'sending';
  const follow = useEffectEvent((id: string | undefined, isOwn: boolean) => {
    if (isOwn) sticks.current = true;
    if (sticks.current && id !== undefined) toEnd();
  });
  useLayoutEffect(() => follow(lastId, isOwnLast), [lastId, isOwnLast]);

  const isOlderWanted = (offset: number) => hasOlder && offset < AHEAD_PX;
  const isNewerWanted = (offset: number, rest: number) => hasNewer && rest < AHEAD_PX && offset > 0;

  const fetchMore = async (offset: number, rest: number) => {
    if (isLoading.current) return;
    const isOlder = isOlderWanted(offset);
    if (!isOlder && !isNewerWanted(offset, rest)) return;
    isLoading.current = true;
    setIsLoadingOlder(isOlder);
    try {
      await (isOlder ? loadOlder() : loadNewer());
    } finally {
      isLoading.current = false;
      setIsLoadingOlder(false);
    }
  };

  const onScroll = (offset: number) => {
    const view = list.current;
    if (view === null) return;
    const rest = view.scrollSize - view.viewportSize - offset;
    sticks.current = rest < NEAR_END_PX && !hasNewer;
    onAtEnd(sticks.current);
    setFirstVisible(view.findItemIndex(offset));
    void fetchMore(offset, rest);
  };

  // A short page may not fill the view, so that no scroll would ever ask for what is before it.
  const fill = useEffectEvent((count: number) => {
    const view = list.current;
    if (count > 0 && view !== null && view.scrollSize <= view.viewportSize) void fetchMore(0, 0);
  });
  const count = isLive ? items.length : 0;
  useEffect(() => fill(count), [count]);

  return {
    list,
    shift,
    isLoadingOlder,
    firstVisible,
    onScroll,
    onScrollEnd: () => {
      const view = list.current;
      const top = view === null ? 0 : view.findItemIndex(view.scrollOffset);
      const message = items[top];
      if (view === null || message === undefined) return;
      const offsetPx = view.scrollOffset - view.getItemOffset(top);
      keepPlace(sessionStorage, conversationId, sticks.current ? null : { messageId: message.id, offsetPx });
    },
    onResize: () => {
      if (sticks.current) toEnd();
    },
    toEnd: () => {
      sticks.current = true;
      toEnd();
    },
    toIndex: (index: number) => {
      sticks.current = false;
      list.current?.scrollToIndex(index, { align: 'center' });
    },
  };
}

/** Whether this very rendering puts messages before those that were there. */
function useShift(items: readonly TimelineItem[]): boolean {
  const [seen, setSeen] = useState({ first: items[0]?.id, count: items.length, shift: false });
  const first = items[0]?.id;
  if (seen.first === first && seen.count === items.length) return seen.shift;
  const shift = seen.first !== first && items.some(({ id }) => id === seen.first);
  setSeen({ first, count: items.length, shift });
  return shift;
}
