'use client';

import { Hash, Lock, NotebookPen, UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Conversation } from '@/lib/chat/schemas';

import { Button } from '../ui/button';
import { ChecklistCard } from './checklist-card';
import { MemberAvatar } from './member-avatar';
import { useNaming } from './use-naming';

type ConversationIntroProps = {
  conversation: Conversation;
  title: string;
  mayChange: boolean;
  isEmpty: boolean;
  onAddPeople: () => void;
  onEdit: () => void;
  onHello: () => void;
};

/** What stands above the first message: where one is, and the first steps. */
export function ConversationIntro(props: ConversationIntroProps) {
  const { conversation, title, mayChange, isEmpty, onAddPeople, onEdit, onHello } = props;
  const t = useTranslations('chat.intro');
  const { me, nameOf } = useNaming();
  const others = conversation.memberIds.filter((id) => id !== me);
  const isDirect = conversation.kind === 'direct';
  const isSelf = isDirect && others.length === 0;
  const text = isSelf
    ? 'selfText'
    : isDirect
      ? 'directText'
      : conversation.kind === 'private'
        ? 'privateText'
        : 'channelText';
  return (
    <div className="px-3 pt-8 pb-3 md:px-5">
      <div className="mb-3 flex gap-1.5">
        {isDirect && !isSelf ? (
          others.map((id) => <MemberAvatar key={id} name={nameOf(id)} memberId={id} size="lg" />)
        ) : (
          <span className="bg-tint text-tint-ink grid size-12 place-items-center rounded-xl [&>.lucide]:size-6">
            {isSelf ? <NotebookPen /> : conversation.kind === 'private' ? <Lock /> : <Hash />}
          </span>
        )}
      </div>
      <h2 className="text-xl font-semibold wrap-anywhere">
        {isSelf
          ? t('selfTitle')
          : isDirect
            ? t('directTitle', { name: title })
            : t('channelTitle', { name: title })}
      </h2>
      <p className="text-soft mt-1 max-w-xl text-pretty">{t(text)}</p>
      {isDirect || !conversation.isMember ? null : (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button onClick={onAddPeople}>
            <UserPlus />
            {t('addPeople')}
          </Button>
          {mayChange && conversation.topic === '' ? <Button onClick={onEdit}>{t('setTopic')}</Button> : null}
        </div>
      )}
      {isEmpty ? <ChecklistCard onHello={onHello} className="mt-5" /> : null}
    </div>
  );
}
