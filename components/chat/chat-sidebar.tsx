'use client';

import { ChevronDown, Compass, Hash, Plus, SquarePen } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useParams } from 'next/navigation';
import { useState, type ReactNode } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import { callsOf, isNews, isPutAway } from '@/lib/chat/unread';

import { useStatusLine } from '../presence/use-status-line';
import { Sidebar, SidebarSection } from '../shell/sidebar';
import { SidebarRow } from '../shell/sidebar-row';
import { IconButton } from '../ui/icon-button';
import { Menu, MenuItem } from '../ui/menu';
import { conversationHref } from './addresses';
import { setChatDialog } from './chat-dialogs';
import { useConversations, useFrame } from './chat-providers';
import { ConversationIcon, faceOf } from './conversation-icon';
import { conversationName, inOrder } from './conversation-name';
import { useConversationKeys } from './use-conversation-keys';
import { useNaming } from './use-naming';

/** More rows than these in a section come on request: a person in a thousand conversations looks at few. */
const MAX_ROWS = 100;

/** The list of one's conversations, with what is unread in them. */
export function ChatSidebar() {
  const t = useTranslations('chat.sidebar');
  const frame = useFrame();
  const language = useLocale();
  const shown = useConversations().conversations.filter((conversation) => !isPutAway(conversation));
  const top = inOrder(
    shown.filter(({ isPinned }) => isPinned),
    language,
  );
  const pinned = [...top.channels, ...top.directs];
  const { channels, directs } = inOrder(
    shown.filter(({ isPinned }) => !isPinned),
    language,
  );
  useConversationKeys([...pinned, ...channels, ...directs]);
  const mayCreate = frame.me.permissions.includes('channels.create');
  const mayWrite = frame.me.permissions.includes('conversations.direct');
  return (
    <Sidebar
      title={frame.name}
      actions={
        mayWrite ? (
          <IconButton label={t('newDirect')} onClick={() => setChatDialog({ kind: 'direct' })}>
            <SquarePen />
          </IconButton>
        ) : null
      }
    >
      {pinned.length === 0 ? null : (
        <SidebarSection title={t('pinned')}>
          <Rows conversations={pinned} />
        </SidebarSection>
      )}
      <SidebarSection title={t('channels')} action={<AddChannel mayCreate={mayCreate} />}>
        <Rows conversations={channels} />
        {channels.length + pinned.length > 0 ? null : (
          <FirstStep icon={<Compass />} onClick={() => setChatDialog({ kind: 'browse' })}>
            {t('noChannels')}
          </FirstStep>
        )}
      </SidebarSection>
      <SidebarSection
        title={t('directs')}
        action={
          mayWrite ? (
            <IconButton
              label={t('newDirect')}
              size="sm"
              className="pointer-coarse:size-10"
              onClick={() => setChatDialog({ kind: 'direct' })}
            >
              <Plus />
            </IconButton>
          ) : null
        }
      >
        <Rows conversations={directs} />
        {directs.length + pinned.length > 0 || !mayWrite ? null : (
          <FirstStep icon={<SquarePen />} onClick={() => setChatDialog({ kind: 'direct' })}>
            {t('noDirects')}
          </FirstStep>
        )}
      </SidebarSection>
    </Sidebar>
  );
}

/** The first hundred, and of the others those that ask to be read or are open; all of them on request. */
function Rows({ conversations }: { conversations: readonly Conversation[] }) {
  const t = useTranslations('chat.sidebar');
  const openId = useParams<{ conversation?: string }>().conversation;
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole
    ? conversations
    : conversations.filter((one, index) => index < MAX_ROWS || one.id === openId || isNews(one));
  const hidden = conversations.length - shown.length;
  return (
    <>
      {shown.map((conversation) => (
        <ConversationRow key={conversation.id} conversation={conversation} />
      ))}
      {hidden === 0 ? null : (
        <FirstStep icon={<ChevronDown />} onClick={() => setIsWhole(true)}>
          {t('more', { count: hidden })}
        </FirstStep>
      )}
    </>
  );
}

function AddChannel({ mayCreate }: { mayCreate: boolean }) {
  const t = useTranslations('chat.sidebar');
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('addChannel')} size="sm" className="pointer-coarse:size-10">
          <Plus />
        </IconButton>
      }
    >
      {mayCreate ? (
        <MenuItem icon={<Hash />} onClick={() => setChatDialog({ kind: 'create-channel' })}>
          {t('create')}
        </MenuItem>
      ) : null}
      <MenuItem icon={<Compass />} onClick={() => setChatDialog({ kind: 'browse' })}>
        {t('browse')}
      </MenuItem>
    </Menu>
  );
}

function ConversationRow({ conversation }: { conversation: Conversation }) {
  const { slug } = useFrame();
  const naming = useNaming();
  const face = faceOf(conversation, naming.me);
  const { presence, status, short } = useStatusLine(face);
  const t = useTranslations('chat');
  const name = conversationName(conversation, naming);
  const { isMuted } = conversation;
  const words = [face === null ? '' : presence, status, isMuted ? t('marks.muted') : ''].filter(Boolean);
  return (
    <SidebarRow
      href={conversationHref(slug, conversation.id)}
      icon={<ConversationIcon conversation={conversation} />}
      description={words.length === 0 ? undefined : words.join(', ')}
      meta={short === '' ? undefined : short}
      unread={isNews(conversation)}
      count={callsOf(conversation)}
      muted={isMuted}
      menu={{
        label: t('marks.menu', { name }),
        onOpen: (anchor) => setChatDialog({ kind: 'row-menu', conversation, anchor }),
      }}
    >
      {name}
    </SidebarRow>
  );
}

function FirstStep({
  icon,
  onClick,
  children,
}: {
  icon: ReactNode;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <li>
      <button
        type="button"
        onClick={onClick}
        className="text-soft h-row hover:bg-hover flex w-full items-center gap-2.5 rounded-md px-2 text-left pointer-coarse:h-10 [&>.lucide]:size-4"
      >
        {icon}
        {children}
      </button>
    </li>
  );
}
