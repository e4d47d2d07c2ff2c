'use client';

import { MessageSquare, UserMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Member } from '@/lib/workspaces/schemas';

import { useStatusLine } from '../presence/use-status-line';
import { Badge } from '../ui/badge';
import { IconButton } from '../ui/icon-button';
import { MemberAvatar } from './member-avatar';

type PeoplePanelRowProps = {
  person: Member;
  isMe: boolean;
  /** Left out where one may not. */
  onMessage: (() => void) | undefined;
  onRemove: (() => void) | undefined;
};

/** One person of a channel: who they are, how they are, and what one may do about them. */
export function PeoplePanelRow({ person, isMe, onMessage, onRemove }: PeoplePanelRowProps) {
  const t = useTranslations('chat.members');
  const text = useTranslations('chat');
  const { state, presence, status } = useStatusLine(person.id);
  return (
    <div className="group/person hover:bg-hover flex min-h-11 items-center gap-2.5 rounded-md px-2 py-1">
      <MemberAvatar name={person.name} memberId={person.id} size="sm" presence={state} />
      <div className="min-w-0 grow">
        <div className="flex items-center gap-2">
          <span className="truncate font-medium">{person.name}</span>
          {isMe ? <span className="text-soft text-sm">{text('you')}</span> : null}
          {person.isInsider ? null : <Badge tone="amber">{text('external')}</Badge>}
          <span className="sr-only">{presence}</span>
        </div>
        <div className="text-soft truncate text-sm">{status === '' ? person.title : status}</div>
      </div>
      <span className="flex opacity-0 transition-opacity group-focus-within/person:opacity-100 group-hover/person:opacity-100 pointer-coarse:opacity-100">
        {onMessage ? (
          <IconButton
            label={t('message', { name: person.name })}
            className="pointer-coarse:size-11"
            onClick={onMessage}
          >
            <MessageSquare />
          </IconButton>
        ) : null}
        {onRemove ? (
          <IconButton
            label={t('remove', { name: person.name })}
            className="pointer-coarse:size-11"
            onClick={onRemove}
          >
            <UserMinus />
          </IconButton>
        ) : null}
      </span>
    </div>
  );
}
