'use client';

import { useTranslations } from 'next-intl';

import { cn } from '../ui/cn';
import { useFrame, useMembers } from './chat-providers';

/** A person named in a message; one's own name stands out. */
export function Mention({ memberId }: { memberId: string }) {
  const t = useTranslations('chat');
  const member = useMembers().get(memberId);
  const isMe = useFrame().me.id === memberId;
  return (
    <span
      data-mention={isMe ? 'me' : 'other'}
      className={cn(
        'rounded-sm px-1 font-medium',
        isMe ? 'bg-amber-tint text-amber-ink ring-amber/50 ring-1' : 'bg-tint text-tint-ink',
      )}
    >
      @{member?.name ?? t('someone')}
    </span>
  );
}
