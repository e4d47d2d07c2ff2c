'use client';

import {
  Archive,
  ArchiveRestore,
  Ellipsis,
  Link2,
  LogOut,
  Pencil,
  Search,
  UserPlus,
  UsersRound,
} from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Conversation } from '@/lib/chat/schemas';

import { useStatusLine } from '../presence/use-status-line';
import { TopBar } from '../shell/top-bar';
import { AvatarStack } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Menu, MenuItem, MenuLine } from '../ui/menu';
import { chatHref } from './addresses';
import { useFrame } from './chat-providers';
import { ConversationIcon, faceOf } from './conversation-icon';
import { conversationName } from './conversation-name';
import type { ConversationCommands } from './use-conversation-commands';
import { useNaming } from './use-naming';

export type Panel = 'none' | 'people' | 'search';

type ConversationBarProps = {
  conversation: Conversation;
  memberIds: readonly string[];
  panel: Panel;
  onPanel: (panel: Panel) => void;
  mayChange: boolean;
  commands: ConversationCommands;
};

const touch = 'pointer-coarse:size-11';

/** The line above a conversation: what it is, who is in it, and what can be done with it. */
export function ConversationBar(props: ConversationBarProps) {
  const { conversation, memberIds, panel, onPanel, mayChange, commands } = props;
  const t = useTranslations('chat.header');
  const naming = useNaming();
  const { slug } = useFrame();
  const name = conversationName(conversation, naming);
  const isDirect = conversation.kind === 'direct';
  const { presence, status } = useStatusLine(faceOf(conversation, naming.me));
  const isOne = faceOf(conversation, naming.me) !== null;
  const detail = isOne ? [status, presence].filter(Boolean).join(' · ') : conversation.topic;
  const toggle = (next: Panel) => onPanel(panel === next ? 'none' : next);
  const isInside = conversation.isMember && !conversation.isArchived;
  return (
    <TopBar
      back={chatHref(slug)}
      icon={<ConversationIcon conversation={conversation} ring="ring-background" />}
      title={name}
      detail={conversation.isArchived ? <Badge>{t('archived')}</Badge> : <span title={detail}>{detail}</span>}
      actions={
        <>
          {isDirect ? null : (
            <Button
              aria-label={t('members', { count: memberIds.length })}
              aria-pressed={panel === 'people'}
              className="tabular-nums max-md:hidden"
              onClick={() => toggle('people')}
            >
              <AvatarStack people={memberIds.slice(0, 3).map((id) => ({ id, name: naming.nameOf(id) }))} />
              {memberIds.length}
            </Button>
          )}
          <IconButton
            label={t('search')}
            keys="mod+shift+f"
            className={touch}
            pressed={panel === 'search'}
            onClick={() => toggle('search')}
          >
            <Search />
          </IconButton>
          <Menu
            align="end"
            trigger={
              <IconButton label={t('more', { name })} className={touch}>
                <Ellipsis />
              </IconButton>
            }
          >
            {isDirect ? null : (
              <MenuItem icon={<UsersRound />} onClick={() => onPanel('people')}>
                {t('members', { count: memberIds.length })}
              </MenuItem>
            )}
            <MenuItem icon={<Link2 />} onClick={commands.copyLink}>
              {t('copyLink')}
            </MenuItem>
            {isDirect ? null : (
              <>
                {isInside ? (
                  <MenuItem icon={<UserPlus />} onClick={commands.addPeople}>
                    {t('add')}
                  </MenuItem>
                ) : null}
                {mayChange && !conversation.isArchived ? (
                  <MenuItem icon={<Pencil />} onClick={commands.edit}>
                    {t('edit')}
                  </MenuItem>
                ) : null}
                <MenuLine />
                {mayChange ? (
                  <MenuItem
                    icon={conversation.isArchived ? <ArchiveRestore /> : <Archive />}
                    onClick={conversation.isArchived ? () => void commands.restore() : commands.archive}
                  >
                    {t(conversation.isArchived ? 'restore' : 'archive')}
                  </MenuItem>
                ) : null}
                {conversation.isMember ? (
                  <MenuItem icon={<LogOut />} danger onClick={commands.leave}>
                    {t('leave')}
                  </MenuItem>
                ) : null}
              </>
            )}
          </Menu>
        </>
      }
    />
  );
}
