'use client';

import { Compass, Inbox, Keyboard, MessageSquare, Plus, SquarePen, UsersRound } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';

import type { MessageWithReactions } from '@/lib/chat/schemas';

import { CommandPalette } from '../shell/command-palette';
import type { CommandGroup, CommandItem, CommandSearch } from '../shell/command-types';
import { openShortcuts } from '../shell/overlays';
import { conversationHref, inboxHref, messageHref, peopleHref } from './addresses';
import { callApi } from './api';
import { setChatDialog } from './chat-dialogs';
import { useConversations, useFrame, useMembers } from './chat-providers';
import { ConversationIcon } from './conversation-icon';
import { conversationName, inOrder } from './conversation-name';
import { MemberAvatar } from './member-avatar';
import { decodeMentions } from './mentions';
import { useMemberList } from './use-member-list';
import { useNaming } from './use-naming';
import { useOpenDirect } from './use-open-direct';

const MOST_FOUND = 8;

/** What ⌘K finds in a workspace: conversations, people, actions, and messages by their words. */
export function ChatPaletteOpen() {
  const t = useTranslations('chat');
  const shell = useTranslations('shell.me');
  const { id: workspaceId, slug, me, features } = useFrame();
  const naming = useNaming();
  const members = useMembers();
  const people = useMemberList();
  const openDirect = useOpenDirect();
  const { channels, directs } = inOrder(useConversations().conversations, useLocale());
  const hasChat = features.includes('chat');
  const may = (permission: string) => hasChat && me.permissions.includes(permission);

  const conversations: CommandItem[] = [...channels, ...directs].map((conversation) => ({
    id: conversation.id,
    label: conversationName(conversation, naming),
    icon: <ConversationIcon conversation={conversation} ring="ring-raised" />,
    hint: conversation.topic,
    href: conversationHref(slug, conversation.id),
  }));
  const persons: CommandItem[] = !may('conversations.direct')
    ? []
    : people.map((person) => ({
        id: person.id,
        label: person.name,
        icon: <MemberAvatar name={person.name} memberId={person.id} size="2xs" />,
        hint: person.title,
        run: () => void openDirect([person.id]),
      }));
  const actions: CommandItem[] = [
    ...(may('channels.create')
      ? [action('create', t('sidebar.create'), <Plus />, () => setChatDialog({ kind: 'create-channel' }))]
      : []),
    ...(hasChat
      ? [action('browse', t('sidebar.browse'), <Compass />, () => setChatDialog({ kind: 'browse' }))]
      : []),
    ...(may('conversations.direct')
      ? [action('direct', t('sidebar.newDirect'), <SquarePen />, () => setChatDialog({ kind: 'direct' }))]
      : []),
    ...(hasChat
      ? [{ id: 'inbox', label: t('keys.inbox'), icon: <Inbox />, href: inboxHref(slug), keys: 'g i' }]
      : []),
    { id: 'people', label: t('palette.openPeople'), icon: <UsersRound />, href: peopleHref(slug) },
    { ...action('shortcuts', shell('shortcuts'), <Keyboard />, openShortcuts), keys: '?' },
  ];

  const found = (message: MessageWithReactions): CommandItem => ({
    id: message.id,
    label: naming.nameOf(message.authorId),
    icon: <MessageSquare />,
    hint: decodeMentions(message.body, (id) => members.get(id)?.name).text,
    href: messageHref(slug, message.conversationId, message.seq),
  });
  const search: CommandSearch = async (query, signal) => {
    if (!hasChat || query.length < 2) return [];
    const answer = await callApi<{ messages: MessageWithReactions[] }>('GET', '/team-chat/search', {
      workspaceId,
      query: { q: query },
      signal,
    });
    if (!answer.ok) throw new Error(answer.error.message);
    const items = answer.value.messages.slice(0, MOST_FOUND).map(found);
    return items.length === 0 ? [] : [{ heading: t('palette.messages'), items }];
  };
  const groups: CommandGroup[] = [
    { heading: t('palette.conversations'), items: conversations },
    { heading: t('palette.people'), items: persons },
    { heading: t('palette.actions'), items: actions },
  ].filter(({ items }) => items.length > 0);
  return <CommandPalette groups={groups} search={search} />;
}

function action(id: string, label: string, icon: CommandItem['icon'], run: () => void): CommandItem {
  return { id, label, icon, run };
}
