'use client';

import { BellOff, Ellipsis, Hash, Lock, Pin, UsersRound } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { memo, useState } from 'react';
import type { KeyboardEvent } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import { callsOf, isNews } from '@/lib/chat/unread';

import { usePresence } from '../presence/presence-provider';
import { serverNow } from '../realtime/server-clock';
import { ActiveLink } from '../shell/active-link';
import { Badge, CountBadge } from '../ui/badge';
import { cn } from '../ui/cn';
import { IconButton } from '../ui/icon-button';
import { setChatDialog } from './chat-dialogs';
import { useTimes, useZone } from './chat-scope';
import { faceOf } from './conversation-icon';
import { conversationName } from './conversation-name';
import { inboxPreview } from './inbox-preview';
import { MemberAvatar } from './member-avatar';
import { dayName } from './times';
import { useNaming } from './use-naming';

type InboxRowProps = {
  conversation: Conversation;
  path: string;
  /** The filter, as the address has it; it stays while one reads. */
  query: string;
  isTabStop: boolean;
  onFocus: (id: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** One conversation of the inbox: what it is, when and what was said last, and what of it is unread. */
export const InboxRow = memo(function InboxRow(props: InboxRowProps) {
  const { conversation, path, query, isTabStop, onFocus, onKeyDown } = props;
  const t = useTranslations('inbox');
  const marks = useTranslations('chat.marks');
  const { isMuted, isPinned, isArchived } = conversation;
  const name = conversationName(conversation, useNaming());
  const isNew = isNews(conversation);
  const openMenu = (anchor: HTMLElement) => setChatDialog({ kind: 'row-menu', conversation, anchor });
  return (
    <div className="group/row relative px-2">
      <ActiveLink
        data-conversation={conversation.id}
        path={path}
        href={`${path}${query}`}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={() => onFocus(conversation.id)}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(event.currentTarget);
        }}
        className="flex h-16 items-center gap-3 rounded-lg px-2 -outline-offset-2 transition-colors"
        activeClassName="bg-tint"
        idleClassName="hover:bg-hover"
      >
        <Face conversation={conversation} />
        <span className="flex min-w-0 grow flex-col gap-0.5">
          <span className="flex items-center gap-1.5">
            <span className={cn('min-w-0 truncate', isNew ? 'font-semibold' : 'font-medium')}>{name}</span>
            {isPinned ? <Sign icon={<Pin />} label={t('pinned')} /> : null}
            {isMuted ? <Sign icon={<BellOff />} label={t('muted')} /> : null}
            {isArchived ? <Badge>{t('forEverybody')}</Badge> : null}
            <span className="grow" />
            <When iso={conversation.lastMessageAt} />
          </span>
          <span className="flex items-center gap-2">
            <LastWords conversation={conversation} isNew={isNew} />
            <Counts conversation={conversation} />
          </span>
        </span>
      </ActiveLink>
      <IconButton
        label={marks('menu', { name })}
        size="sm"
        tabIndex={-1}
        aria-haspopup="menu"
        className="bg-raised shadow-float absolute top-1.5 right-3.5 opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100 pointer-coarse:hidden"
        onClick={(event) => openMenu(event.currentTarget)}
      >
        <Ellipsis />
      </IconButton>
    </div>
  );
});

function Face({ conversation }: { conversation: Conversation }) {
  const { me, nameOf } = useNaming();
  const one = faceOf(conversation, me);
  const presence = usePresence(one);
  if (one !== null)
    return <MemberAvatar name={nameOf(one)} memberId={one} presence={presence} ring="ring-panel" />;
  const { kind } = conversation;
  return (
    <span className="bg-hover text-soft grid size-9 shrink-0 place-items-center rounded [&>.lucide]:size-[18px]">
      {kind === 'public' ? <Hash /> : kind === 'private' ? <Lock /> : <UsersRound />}
    </span>
  );
}

function Sign({ icon, label }: { icon: React.ReactNode; label: string }) {
  return (
    <span className="text-faint shrink-0 [&>.lucide]:size-3.5">
      {icon}
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** The time of today, else the day. */
function When({ iso }: { iso: string | null }) {
  const t = useTranslations('inbox');
  const write = useTimes();
  const zone = useZone();
  const language = useLocale();
  const [now] = useState(serverNow);
  if (iso === null) return null;
  const { kind } = dayName(iso, now, zone, language);
  const words =
    kind === 'today' ? write(iso, 'time') : kind === 'yesterday' ? t('yesterday') : write(iso, 'short');
  return (
    <time
      dateTime={iso}
      suppressHydrationWarning
      className="text-soft shrink-0 text-sm tabular-nums group-hover/row:opacity-0 pointer-coarse:group-hover/row:opacity-100"
    >
      {words}
    </time>
  );
}

function LastWords({ conversation, isNew }: { conversation: Conversation; isNew: boolean }) {
  const t = useTranslations('inbox');
  const { me, nameOf } = useNaming();
  const { preview } = conversation;
  const look = cn('min-w-0 grow truncate text-sm', isNew ? 'text-ink' : 'text-soft');
  if (preview === null) return <span className={look}>{conversation.topic || t('silent')}</span>;
  if (preview.isDeleted) return <span className={cn(look, 'italic')}>{t('deleted')}</span>;
  const text = preview.text === '' ? t('files') : inboxPreview(preview.text, nameOf);
  if (preview.authorId === me) return <span className={look}>{t('you', { text })}</span>;
  const name = nameOf(preview.authorId).split(' ')[0] ?? '';
  return <span className={look}>{faceOf(conversation, me) === null ? t('by', { name, text }) : text}</span>;
}

/** Calls by name are loud; other unread messages are counted quietly, muted ones not at all. */
function Counts({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('inbox');
  const { kind, isMuted, unreadCount, mentionCount } = conversation;
  if (!isNews(conversation)) return null;
  if (kind === 'direct' && !isMuted) {
    return <CountBadge count={callsOf(conversation)} label={t('unreadCount', { count: unreadCount })} />;
  }
  return (
    <>
      {isMuted || unreadCount === mentionCount ? null : (
        <CountBadge count={unreadCount} tone="quiet" label={t('unreadCount', { count: unreadCount })} />
      )}
      {mentionCount === 0 ? null : (
        <span className="bg-accent text-on-accent text-2xs inline-flex h-[18px] shrink-0 items-center rounded-full px-1.5 font-semibold tabular-nums">
          <span aria-hidden="true">@{mentionCount > 99 ? '99+' : mentionCount}</span>
          <span className="sr-only">{t('mentionCount', { count: mentionCount })}</span>
        </span>
      )}
    </>
  );
}
