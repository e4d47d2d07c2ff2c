'use client';

import { Ellipsis, Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, type ReactNode } from 'react';

import type { Conversation } from '@/lib/chat/schemas';

import { useStatusLine } from '../presence/use-status-line';
import { TopBar } from '../shell/top-bar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Menu } from '../ui/menu';
import { patiently } from '../ui/patiently';
import { ConversationIcon, faceOf } from './conversation-icon';
import { conversationName } from './conversation-name';
import { MemberStack } from './member-stack';
import type { ConversationCommands } from './use-conversation-commands';
import { useListHref } from './use-list-href';
import { useNaming } from './use-naming';

const Items = lazy(
  patiently(async () => ({ default: (await import('./conversation-menu-items')).ConversationMenuItems })),
);

export type Panel = 'none' | 'people' | 'search';

type ConversationBarProps = {
  conversation: Conversation;
  memberIds: readonly string[];
  panel: Panel;
  onPanel: (panel: Panel) => void;
  commands: ConversationCommands;
  /** Buttons of other areas. */
  extra?: ReactNode;
};

const touch = 'pointer-coarse:size-11';

/** The line above a conversation: what it is, who is in it, and what can be done with it. */
export function ConversationBar(props: ConversationBarProps) {
  const { conversation, memberIds, panel, onPanel, commands, extra } = props;
  const t = useTranslations('chat.header');
  const naming = useNaming();
  const name = conversationName(conversation, naming);
  const isDirect = conversation.kind === 'direct';
  const { presence, status } = useStatusLine(faceOf(conversation, naming.me));
  const isOne = faceOf(conversation, naming.me) !== null;
  const detail = isOne ? [status, presence].filter(Boolean).join(' · ') : conversation.topic;
  const toggle = (next: Panel) => onPanel(panel === next ? 'none' : next);
  return (
    <TopBar
      back={useListHref()}
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
              <MemberStack memberIds={memberIds.slice(0, 3)} />
              {memberIds.length}
            </Button>
          )}
          {extra}
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
            <Items
              conversation={conversation}
              commands={commands}
              people={{ count: memberIds.length, onShow: () => onPanel('people') }}
            />
          </Menu>
        </>
      }
    />
  );
}
