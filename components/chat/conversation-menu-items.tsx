'use client';

import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  Inbox,
  Link2,
  LogOut,
  Mail,
  MailOpen,
  Pencil,
  PhoneCall,
  Pin,
  PinOff,
  UserPlus,
  UsersRound,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useParams } from 'next/navigation';

import type { Conversation } from '@/lib/chat/schemas';
import { isPutAway } from '@/lib/chat/unread';

import { MenuItem, MenuLine, MenuLink } from '../ui/menu';
import { meetingsHref } from './addresses';
import { useFrame } from './chat-providers';
import type { ConversationCommands } from './use-conversation-commands';
import { useMarkCommands } from './use-mark-commands';

type ConversationMenuItemsProps = {
  conversation: Conversation;
  commands: ConversationCommands;
  /** Where the conversation is open: who is in it, and how to see them. */
  people?: { count: number; onShow: () => void };
};

/** What can be done with a conversation, for oneself and for everybody, in its bar and on its rows. */
export function ConversationMenuItems({ conversation, commands, people }: ConversationMenuItemsProps) {
  const t = useTranslations('chat.header');
  const { me, slug, features } = useFrame();
  const { kind, isMember, isArchived, createdBy } = conversation;
  const isChannel = kind !== 'direct';
  const mayChange = isChannel && (me.permissions.includes('channels.manage') || createdBy === me.id);
  return (
    <>
      {isChannel && people ? (
        <MenuItem icon={<UsersRound />} onClick={people.onShow}>
          {t('members', { count: people.count })}
        </MenuItem>
      ) : null}
      {isChannel && people && isMember && !isArchived ? (
        <MenuItem icon={<UserPlus />} onClick={commands.addPeople}>
          {t('add')}
        </MenuItem>
      ) : null}
      {mayChange && !isArchived ? (
        <MenuItem icon={<Pencil />} onClick={commands.edit}>
          {t('edit')}
        </MenuItem>
      ) : null}
      <MenuItem icon={<Link2 />} onClick={commands.copyLink}>
        {t('copyLink')}
      </MenuItem>
      {people && features.includes('meetings') ? (
        <MenuLink
          icon={<PhoneCall />}
          render={<Link href={`${meetingsHref(slug)}?conversation=${conversation.id}`} />}
        >
          {t('calls')}
        </MenuLink>
      ) : null}
      {isMember && !isArchived ? <OwnMarks conversation={conversation} /> : null}
      {isChannel && (mayChange || isMember) ? <MenuLine /> : null}
      {mayChange ? (
        <MenuItem
          icon={isArchived ? <ArchiveRestore /> : <Archive />}
          onClick={isArchived ? () => void commands.restore() : commands.archive}
        >
          {t(isArchived ? 'restore' : 'archive')}
        </MenuItem>
      ) : null}
      {isChannel && isMember ? (
        <MenuItem icon={<LogOut />} danger onClick={commands.leave}>
          {t('leave')}
        </MenuItem>
      ) : null}
    </>
  );
}

function OwnMarks({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('chat.marks');
  const marks = useMarkCommands();
  const isHere = useParams()['conversation'] === conversation.id;
  const { isPinned, isMuted, unreadCount } = conversation;
  const isAway = isPutAway(conversation);
  return (
    <>
      <MenuLine />
      {/* What is looked at is read: there one marks from a message on. */}
      {isHere ? null : (
        <MenuItem
          icon={unreadCount > 0 ? <MailOpen /> : <Mail />}
          onClick={() => marks.toggleUnread(conversation)}
        >
          {t(unreadCount > 0 ? 'read' : 'unread')}
        </MenuItem>
      )}
      <MenuItem icon={isPinned ? <PinOff /> : <Pin />} onClick={() => marks.togglePinned(conversation)}>
        {t(isPinned ? 'unpin' : 'pin')}
      </MenuItem>
      <MenuItem icon={isMuted ? <Bell /> : <BellOff />} onClick={() => marks.toggleMuted(conversation)}>
        {t(isMuted ? 'unmute' : 'mute')}
      </MenuItem>
      <MenuItem
        icon={isAway ? <Inbox /> : <Archive />}
        onClick={() => (isAway ? marks.bringBack(conversation) : marks.archive(conversation))}
      >
        {t(isAway ? 'bringBack' : 'archive')}
      </MenuItem>
    </>
  );
}
