'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { TimelineItem } from '@/lib/chat/timeline';

import { useMembers } from './chat-providers';
import { decodeMentions } from './mentions';
import { useNaming } from './use-naming';

/** Reads out to screen readers what others say while the conversation is open; the list itself scrolls and would babble. */
export function NewMessageVoice({ items }: { items: readonly TimelineItem[] }) {
  const t = useTranslations('chat.list');
  const { me, nameOf } = useNaming();
  const members = useMembers();
  const newest = items.findLast(({ state }) => state === 'sent');
  const [from] = useState(newest?.seq ?? 0);
  const isNews =
    newest !== undefined && newest.seq > from && newest.authorId !== me && newest.deletedAt === null;
  return (
    <output className="sr-only">
      {isNews
        ? t('announce', {
            name: nameOf(newest.authorId),
            text: decodeMentions(newest.body, (id) => members.get(id)?.name).text,
          })
        : null}
    </output>
  );
}
