'use client';

import { useTranslations } from 'next-intl';
import { lazy, memo, Suspense, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import type { TimelineItem } from '@/lib/chat/timeline';

import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import { patiently } from '../ui/patiently';
import { useMembers } from './chat-providers';
import { useTimes } from './chat-scope';
import { FilesSkeleton } from './files-layout';
import { MemberAvatar } from './member-avatar';
import { MessageBody } from './message-body';
import { MessageEditor } from './message-editor';
import { MessageState } from './message-state';
import { MessageToolbar } from './message-toolbar';
import { Reactions } from './reactions';

const MessageFiles = lazy(
  patiently(async () => ({ default: (await import('./message-files')).MessageFiles })),
);

export type MessageRowProps = {
  item: TimelineItem;
  startsGroup: boolean;
  /** What the server made of the body, if it did. */
  rendered?: ReactNode;
  /** Under the pointer or the focus: shows its toolbar. */
  isActive: boolean;
  isEditing: boolean;
  /** The one that an address led to. */
  isTarget: boolean;
  /** Reached by Tab; the others by the arrow keys. */
  isTabStop: boolean;
};

/** Tab reaches one message of the list, the arrow keys the others. */
function rovingFocus(isTabStop: boolean) {
  return { tabIndex: isTabStop ? 0 : -1 };
}

/** One message. Memoised: of hundreds only those change that have changed. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { item, startsGroup, isActive, isEditing, isTarget, isTabStop } = props;
  const t = useTranslations('chat');
  const write = useTimes();
  const author = useMembers().get(item.authorId);
  const name = author?.name ?? t('someone');
  const time = write(item.createdAt, 'time');
  const row = useRef<HTMLElement>(null);
  const [hasMenu, setHasMenu] = useState(false);
  const isLifted = isActive || hasMenu;
  const noteMenu = (isOpen: boolean) => {
    setHasMenu(isOpen);
    // The focus stays with the message, and the toolbar with the focus.
    if (!isOpen) row.current?.focus({ preventScroll: true });
  };
  return (
    <article
      ref={row}
      data-message={item.id}
      aria-label={t('message.label', { name, time })}
      {...rovingFocus(isTabStop)}
      className={cn(
        'group/message relative flex gap-3 px-3 pb-[3px] -outline-offset-2 md:px-5',
        startsGroup ? 'pt-1.5' : 'pt-[3px]',
        isLifted && 'bg-hover',
        isTarget && 'bg-tint',
      )}
    >
      {startsGroup ? (
        <MemberAvatar name={name} memberId={item.authorId} />
      ) : (
        <Moment iso={item.createdAt} isQuiet className="text-2xs w-9 shrink-0 pt-0.5 text-right" />
      )}
      <div className="min-w-0 grow">
        {startsGroup ? (
          <div className="flex min-w-0 items-baseline gap-2 leading-5">
            <span className="truncate font-semibold">{name}</span>
            {author !== undefined && !author.isInsider ? <Badge tone="amber">{t('external')}</Badge> : null}
            <Moment iso={item.createdAt} className="text-sm" />
          </div>
        ) : null}
        <Content {...props} isEditing={isEditing} />
      </div>
      {isLifted && !isEditing ? <MessageToolbar item={item} onMenu={noteMenu} /> : null}
    </article>
  );
});

function Content({ item, rendered, isEditing }: MessageRowProps) {
  const t = useTranslations('chat.message');
  if (item.deletedAt !== null) return <p className="text-soft italic">{t('deleted')}</p>;
  if (isEditing) return <MessageEditor item={item} />;
  return (
    <>
      <div className={item.state === 'sending' ? 'opacity-60' : undefined}>
        {item.body === '' && item.editedAt === null ? null : (
          <MessageBody
            body={item.body}
            rendered={rendered}
            editedMark={item.editedAt === null ? null : <Edited iso={item.editedAt} />}
          />
        )}
        {item.files.length > 0 ? (
          <Suspense fallback={<FilesSkeleton files={item.files} />}>
            <MessageFiles files={item.files} />
          </Suspense>
        ) : null}
      </div>
      <MessageState item={item} />
      <Reactions item={item} />
    </>
  );
}

type MomentProps = { iso: string; isQuiet?: boolean; className: string };

/** A time of day, whole on hover; a quiet one shows only under the pointer or focus. */
function Moment({ iso, isQuiet = false, className }: MomentProps) {
  const write = useTimes();
  return (
    <time
      dateTime={iso}
      title={write(iso, 'full')}
      // Node and the browser may know a language's dates by different editions.
      suppressHydrationWarning
      className={cn(
        'text-soft',
        isQuiet &&
          'opacity-0 group-hover/message:opacity-100 group-focus-within/message:opacity-100 group-focus/message:opacity-100',
        className,
      )}
    >
      {write(iso, 'time')}
    </time>
  );
}

function Edited({ iso }: { iso: string }) {
  const t = useTranslations('chat.message');
  const write = useTimes();
  return (
    <span title={write(iso, 'full')} suppressHydrationWarning className="text-soft text-xs">
      {t('edited')}
    </span>
  );
}
