'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useRef, useState } from 'react';
import type { PointerEvent, ReactNode } from 'react';
import { Virtualizer } from 'virtua';

import type { TimelineItem } from '@/lib/chat/timeline';

import { Separator } from '../ui/separator';
import { Spinner } from '../ui/spinner';
import { useHydrated, useZone } from './chat-scope';
import { DayLine } from './day-line';
import { ListPill } from './list-pill';
import { useMessageTools } from './message-actions';
import { MessageRow } from './message-row';
import { NewMessageVoice } from './new-message-voice';
import type { Footnote } from './receipts';
import { timelineRows } from './timeline-rows';
import type { TimelineRow } from './timeline-rows';
import { useListScroll } from './use-list-scroll';
import { useMessageKeys } from './use-message-keys';
import type { useTimeline } from './use-timeline';

type MessageListProps = {
  conversationId: string;
  timeline: ReturnType<typeof useTimeline>;
  /** How the conversation is called, for screen readers. */
  title: string;
  /** Bodies that the server has made into elements, by message id and body. */
  rendered: RenderedBodies;
  /** Where reading begins, when an address named a message. */
  at: number | null;
  unreadAfter: number | null;
  editingId: string | null;
  /** The message whose emoji picker is open. */
  heldId: string | null;
  /** What stands below one of the messages. */
  footnote: Footnote | null;
  /** What stands above the first message of all. */
  intro: ReactNode;
  isAtEnd: boolean;
  onAtEnd: (isAtEnd: boolean) => void;
};

export type RenderedBodies = Readonly<Record<string, { body: string; content: ReactNode }>>;

// More than fills a screen: what the server draws before the list comes to life.
const FIRST_PAINT = 30;

/** The messages of a conversation, virtual, in one order, the newest at the bottom. */
export function MessageList(props: MessageListProps) {
  const { timeline, title, rendered, at, unreadAfter, editingId, heldId, footnote, intro, isAtEnd, onAtEnd } =
    props;
  const { items, hasOlder, hasNewer, loadOlder, loadNewer } = timeline;
  const t = useTranslations('chat.list');
  const zone = useZone();
  const isLive = useHydrated();
  const memberId = useMessageTools().rights.memberId;
  const scroller = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);

  const rows = useMemo(
    () => timelineRows(items, { zone, memberId, unreadAfter }),
    [items, zone, memberId, unreadAfter],
  );
  const targetIndex = at === null ? -1 : items.findIndex(({ seq }) => seq === at);
  const { list, shift, isLoadingOlder, firstVisible, onScroll, onScrollEnd, onResize, toEnd, toIndex } =
    useListScroll({
      conversationId: props.conversationId,
      items,
      isLive,
      targetIndex,
      memberId,
      hasOlder,
      hasNewer,
      loadOlder,
      loadNewer,
      onAtEnd,
    });
  const focusedIndex = items.findIndex(({ id }) => id === focused);
  const tabStop = focusedIndex === -1 ? items.at(-1)?.id : focused;

  useMessageKeys({
    items,
    focusMessage: (index) => {
      const id = items[index]?.id ?? null;
      setFocused(id);
      setHovered(null);
      const find = () => scroller.current?.querySelector<HTMLElement>(`[data-message="${id}"]`);
      list.current?.scrollToIndex(index, { align: 'nearest' });
      // A row outside the view is drawn with the next frame, because it is kept mounted now.
      requestAnimationFrame(() => find()?.focus({ preventScroll: true }));
    },
  });

  const follow = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === 'mouse') setHovered(messageOf(event.target));
  };
  const tap = (event: PointerEvent<HTMLElement>) => {
    const id = messageOf(event.target);
    if (event.pointerType !== 'mouse' && !isControl(event.target)) setHovered(id === hovered ? null : id);
  };

  const toNewest = async () => {
    if (hasNewer) await timeline.jumpToNewest();
    toEnd();
  };

  const active = hovered ?? focused;
  const draw = (row: TimelineRow<TimelineItem>, index: number) => (
    <div key={row.item.id}>
      {index === 0 && !hasOlder ? intro : null}
      {row.startsDay ? <DayLine iso={row.item.createdAt} /> : null}
      {row.isFirstUnread ? (
        <Separator tone="red" className="px-3 py-1 md:px-5">
          {t('new')}
        </Separator>
      ) : null}
      <MessageRow
        item={row.item}
        startsGroup={row.startsGroup}
        rendered={renderedOf(rendered, row.item)}
        isActive={row.item.id === active || row.item.id === heldId}
        isEditing={row.item.id === editingId}
        isTarget={row.item.seq === at}
        isTabStop={row.item.id === tabStop}
      />
      {footnote?.messageId === row.item.id ? footnote.content : null}
    </div>
  );

  const unreadIndex = rows.findIndex((row) => row.isFirstUnread);
  const isUnreadAbove = isLive && unreadIndex !== -1 && unreadIndex < firstVisible;
  return (
    <div
      className="relative flex min-h-0 grow flex-col"
      onPointerMove={follow}
      onPointerLeave={() => setHovered(null)}
      onPointerUp={tap}
      onFocus={(event) => {
        // Menus of a message are its children for React, though not in the page.
        if (event.currentTarget.contains(event.target)) setFocused(messageOf(event.target));
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(null);
      }}
    >
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('label', { name: title })}
        className={`flex min-h-0 grow overflow-y-auto overscroll-contain pb-2 ${isLive ? 'flex-col' : 'flex-col-reverse'}`}
      >
        {isLive ? (
          <>
            <div className="grow" />
            {rows.length === 0 ? intro : null}
            <Virtualizer
              ref={list}
              scrollRef={scroller}
              shift={shift}
              keepMounted={focusedIndex === -1 ? [] : [focusedIndex]}
              onScroll={onScroll}
              onScrollEnd={onScrollEnd}
              onResize={onResize}
            >
              {rows.map(draw)}
            </Virtualizer>
          </>
        ) : (
          <div>
            {rows.length === 0 ? intro : null}
            {rows
              .slice(-FIRST_PAINT)
              .map((row, index) => draw(row, Math.max(0, rows.length - FIRST_PAINT) + index))}
          </div>
        )}
      </div>
      <NewMessageVoice items={items} />
      {isLoadingOlder ? (
        <output className="absolute inset-x-0 top-2 flex justify-center">
          <span className="bg-raised shadow-float text-soft flex items-center gap-2 rounded-full px-3 py-1 text-sm">
            <Spinner /> {t('loadingOlder')}
          </span>
        </output>
      ) : null}
      {isUnreadAbove ? (
        <ListPill className="top-2" icon={<ArrowUp />} onClick={() => toIndex(unreadIndex)}>
          {t('newSince', { count: rows.length - unreadIndex })}
        </ListPill>
      ) : null}
      {isLive && !isAtEnd && rows.length > 0 ? (
        <ListPill className="bottom-2" icon={<ArrowDown />} onClick={() => void toNewest()}>
          {t('newest')}
        </ListPill>
      ) : null}
    </div>
  );
}

function renderedOf(rendered: RenderedBodies, item: TimelineItem): ReactNode {
  const made = rendered[item.id];
  return made?.body === item.body ? made.content : undefined;
}

function messageOf(target: EventTarget): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-message]') : null;
  return row?.dataset['message'] ?? null;
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, textarea, [role="toolbar"]') !== null;
}
