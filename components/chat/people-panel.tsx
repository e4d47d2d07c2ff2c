'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Virtualizer } from 'virtua';

import type { Conversation } from '@/lib/chat/schemas';

import { SidePanel } from '../shell/side-panel';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { useFrame } from './chat-providers';
import { matchPeople } from './mentions';
import { PeoplePanelRow } from './people-panel-row';
import type { ConversationCommands } from './use-conversation-commands';
import { useMemberList } from './use-member-list';
import { useOpenDirect } from './use-open-direct';

type PeoplePanelProps = {
  conversation: Conversation;
  title: string;
  memberIds: readonly string[];
  commands: ConversationCommands;
  onClose: () => void;
};

// A field to find somebody is worth its place from here on.
const MANY = 8;
const ROW_PX = 48;
/** What stands above the list, about. */
const HEAD_PX = 100;

/** Who is in a channel. Only those on the screen are drawn, and asked after. */
export function PeoplePanel({ conversation, title, memberIds, commands, onClose }: PeoplePanelProps) {
  const t = useTranslations('chat.members');
  const { me } = useFrame();
  const openDirect = useOpenDirect();
  const [search, setSearch] = useState('');
  const inside = new Set(memberIds);
  const people = useMemberList().filter(({ id }) => inside.has(id));
  const shown = matchPeople(people, search.trim(), people.length);
  const may = (permission: string) => me.permissions.includes(permission);
  const canAdd = conversation.isMember && !conversation.isArchived;
  return (
    <SidePanel title={t('title')} detail={title} onClose={onClose}>
      <div className="flex flex-col gap-2 p-3">
        {canAdd ? (
          <Button className="pointer-coarse:h-11" onClick={commands.addPeople}>
            <UserPlus />
            {t('add')}
          </Button>
        ) : null}
        {people.length < MANY ? null : (
          <Input
            aria-label={t('find')}
            placeholder={t('find')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
      </div>
      <div className="px-2 pb-4">
        <Virtualizer as="ul" item="li" itemSize={ROW_PX} startMargin={HEAD_PX} data={shown}>
          {(person) => (
            <PeoplePanelRow
              key={person.id}
              person={person}
              isMe={person.id === me.id}
              onMessage={
                person.id !== me.id && may('conversations.direct')
                  ? () => void openDirect([person.id])
                  : undefined
              }
              onRemove={
                person.id !== me.id && may('channels.manage') && canAdd
                  ? () => commands.remove(person.id, person.name)
                  : undefined
              }
            />
          )}
        </Virtualizer>
      </div>
    </SidePanel>
  );
}
