'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';

import type { MessageWithReactions } from '@/lib/chat/schemas';

import { SidePanel } from '../shell/side-panel';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';
import { messageHref } from './addresses';
import { useConversations, useFrame, useMembers } from './chat-providers';
import { useTimes } from './chat-scope';
import { conversationTitle } from './conversation-name';
import { focusNow } from './focus-now';
import { MemberAvatar } from './member-avatar';
import { decodeMentions } from './mentions';
import { useMessageSearch } from './use-message-search';
import { useNaming } from './use-naming';

/** Finds messages by their words and leads to them. */
export function SearchPanel({ onClose }: { onClose: () => void }) {
  const t = useTranslations('chat.search');
  const [text, setText] = useState('');
  const { state, messages, fault, hasMore, more } = useMessageSearch(text);
  const [isPending, setIsPending] = useState(false);
  const showMore = async () => {
    setIsPending(true);
    await more();
    setIsPending(false);
  };
  const say =
    state === 'idle'
      ? t('hint')
      : state === 'searching'
        ? null
        : fault !== null
          ? t('failed', { reason: fault })
          : messages.length === 0
            ? t('empty', { query: text.trim() })
            : null;
  return (
    <SidePanel title={t('title')} onClose={onClose}>
      <div className="relative m-3 mb-2">
        <Search className="text-soft pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2" />
        <Input
          ref={focusNow}
          type="search"
          aria-label={t('label')}
          placeholder={t('placeholder')}
          className="pl-8 [&::-webkit-search-cancel-button]:hidden"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text === '') onClose();
          }}
        />
      </div>
      <output className="text-soft block px-4 text-sm text-pretty">{say}</output>
      {state === 'searching' && messages.length === 0 ? (
        <div className="px-3">
          {[1, 2, 3].map((row) => (
            <Skeleton key={row} className="my-2 h-14" />
          ))}
        </div>
      ) : null}
      <ul className="px-2 pb-3">
        {messages.map((message) => (
          <Result key={message.id} message={message} />
        ))}
      </ul>
      {hasMore && state === 'done' ? (
        <Button className="mx-3 mb-4" pending={isPending} onClick={() => void showMore()}>
          {t('more')}
        </Button>
      ) : null}
    </SidePanel>
  );
}

function Result({ message }: { message: MessageWithReactions }) {
  const { slug } = useFrame();
  const write = useTimes();
  const naming = useNaming();
  const members = useMembers();
  const { conversations } = useConversations();
  const conversation = conversations.find(({ id }) => id === message.conversationId);
  const words = decodeMentions(message.body, (id) => members.get(id)?.name).text;
  return (
    <li>
      <Link
        href={messageHref(slug, message.conversationId, message.seq)}
        className="hover:bg-hover flex gap-2.5 rounded-md px-2 py-2"
      >
        <MemberAvatar name={naming.nameOf(message.authorId)} memberId={message.authorId} size="sm" />
        <span className="min-w-0 grow">
          <span className="flex items-baseline gap-2">
            <span className="truncate font-medium">{naming.nameOf(message.authorId)}</span>
            <span className="text-soft min-w-0 truncate text-sm">
              {conversation === undefined ? null : conversationTitle(conversation, naming)}
            </span>
            <time
              dateTime={message.createdAt}
              title={write(message.createdAt, 'full')}
              className="text-soft ml-auto shrink-0 text-xs"
            >
              {write(message.createdAt, 'short')}
            </time>
          </span>
          <span className="line-clamp-3 wrap-break-word">{words}</span>
        </span>
      </Link>
    </li>
  );
}
