'use client';

import { CheckCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePathname, useParams, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { Virtualizer } from 'virtua';

import type { Conversation } from '@/lib/chat/schemas';
import { isNews, isPutAway } from '@/lib/chat/unread';

import { SidebarHead } from '../shell/sidebar';
import { cn } from '../ui/cn';
import { IconButton } from '../ui/icon-button';
import { Skeleton } from '../ui/skeleton';
import { inboxHref } from './addresses';
import { useConversations, useFrame, useWorkspace } from './chat-providers';
import { InboxEmpty } from './inbox-empty';
import { INBOX_FILTERS, inboxFilter, inInbox, type InboxFilter } from './inbox-order';
import { InboxRow } from './inbox-row';
import { useArchivedChannels } from './use-archived-channels';
import { useInboxKeys } from './use-inbox-keys';
import { useMarkCommands } from './use-mark-commands';

const ROW_PX = 64;
/** More than fills a screen: what the server draws. */
const FIRST_ROWS = 20;

const none: readonly Conversation[] = [];
const queryOf = (filter: InboxFilter) => (filter === 'all' ? '' : `?filter=${filter}`);

/** The inbox: all one's conversations by what was said last, as the filter in the address has it. */
export function InboxList() {
  const t = useTranslations('inbox');
  const { slug } = useFrame();
  const workspace = useWorkspace();
  const { conversations } = useConversations();
  const marks = useMarkCommands();
  const here = usePathname();
  const filter = inboxFilter(useSearchParams().get('filter'));
  const openId = useParams<{ conversation?: string }>().conversation;
  const archived = useArchivedChannels(filter === 'archived');
  const isComing = filter === 'archived' && archived === null;
  const shown = inInbox([...conversations, ...(archived?.channels ?? none)], filter, openId);
  const { list, pane, tabStop, kept, setFocused, onKeyDown } = useInboxKeys(shown, openId);
  useEffect(() => workspace.showPreviews(), [workspace]);

  // The filter is this list's alone: what is open beside it need not be fetched again.
  const show = (next: InboxFilter) => window.history.replaceState(null, '', `${here}${queryOf(next)}`);
  const hasNews = conversations.some((one) => isNews(one) && !isPutAway(one));
  return (
    <>
      <SidebarHead
        title={t('title')}
        actions={
          <IconButton
            label={t('markAllRead')}
            disabled={!hasNews}
            className="pointer-coarse:size-10"
            onClick={() => marks.markAllRead(conversations)}
          >
            <CheckCheck />
          </IconButton>
        }
      />
      <Filters filter={filter} onShow={show} />
      <div ref={pane} className="flex min-h-0 grow flex-col overflow-y-auto overscroll-contain pt-1 pb-4">
        {shown.length === 0 && !isComing ? (
          <InboxEmpty filter={filter} onShowAll={() => show('all')} />
        ) : null}
        <Virtualizer
          ref={list}
          scrollRef={pane}
          as="ul"
          item="li"
          itemSize={ROW_PX}
          ssrCount={Math.min(FIRST_ROWS, shown.length)}
          keepMounted={kept}
          data={shown}
        >
          {(conversation) => (
            <InboxRow
              key={conversation.id}
              conversation={conversation}
              path={`${inboxHref(slug)}/${conversation.id}`}
              query={queryOf(filter)}
              isTabStop={conversation.id === tabStop}
              onFocus={setFocused}
              onKeyDown={onKeyDown}
            />
          )}
        </Virtualizer>
        {isComing ? (
          <output aria-label={t('loading')} className="px-4">
            <Skeleton className="my-3 h-9" />
            <Skeleton className="my-3 h-9" />
          </output>
        ) : null}
        {filter === 'archived' && archived?.fault ? (
          <p role="alert" className="text-soft px-4 py-2 text-sm">
            {t('archivedFailed', { reason: archived.fault })}
          </p>
        ) : null}
      </div>
    </>
  );
}

function Filters({ filter, onShow }: { filter: InboxFilter; onShow: (filter: InboxFilter) => void }) {
  const t = useTranslations('inbox');
  return (
    <fieldset aria-label={t('filters')} className="flex gap-0.5 px-2.5 pb-1.5">
      {INBOX_FILTERS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === filter}
          onClick={() => onShow(one)}
          className={cn(
            'h-[26px] rounded-full px-2 text-sm font-medium transition-colors pointer-coarse:h-10 pointer-coarse:px-3.5',
            one === filter ? 'bg-tint text-tint-ink' : 'text-soft hover:bg-hover hover:text-ink',
          )}
        >
          {t(one)}
        </button>
      ))}
    </fieldset>
  );
}
