'use client';

import { MessageSquare, UserMinus, UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { Conversation } from '@/lib/chat/schemas';

import { SidePanel } from '../shell/side-panel';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Input } from '../ui/input';
import { useFrame, usePresence } from './chat-providers';
import { matchPeople } from './mentions';
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

/** Who is in a channel. */
export function PeoplePanel({ conversation, title, memberIds, commands, onClose }: PeoplePanelProps) {
  const t = useTranslations('chat.members');
  const text = useTranslations('chat');
  const { me } = useFrame();
  const presenceOf = usePresence();
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
      <ul className="px-2 pb-4">
        {shown.map((person) => (
          <li
            key={person.id}
            className="group/person hover:bg-hover flex min-h-11 items-center gap-2.5 rounded-md px-2 py-1"
          >
            <Avatar name={person.name} seed={person.id} size="sm" presence={presenceOf(person.id)} />
            <div className="min-w-0 grow">
              <div className="flex items-center gap-2">
                <span className="truncate font-medium">{person.name}</span>
                {person.id === me.id ? <span className="text-soft text-sm">{text('you')}</span> : null}
                {person.isInsider ? null : <Badge tone="amber">{text('external')}</Badge>}
              </div>
              <div className="text-soft truncate text-sm">{person.title}</div>
            </div>
            {person.id === me.id ? null : (
              <span className="flex opacity-0 transition-opacity group-focus-within/person:opacity-100 group-hover/person:opacity-100 pointer-coarse:opacity-100">
                {may('conversations.direct') ? (
                  <IconButton
                    label={t('message', { name: person.name })}
                    className="pointer-coarse:size-11"
                    onClick={() => void openDirect([person.id])}
                  >
                    <MessageSquare />
                  </IconButton>
                ) : null}
                {may('channels.manage') && canAdd ? (
                  <IconButton
                    label={t('remove', { name: person.name })}
                    className="pointer-coarse:size-11"
                    onClick={() => commands.remove(person.id, person.name)}
                  >
                    <UserMinus />
                  </IconButton>
                ) : null}
              </span>
            )}
          </li>
        ))}
      </ul>
    </SidePanel>
  );
}
