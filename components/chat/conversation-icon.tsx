'use client';

import { Hash, Lock, UsersRound } from 'lucide-react';

import type { Conversation } from '@/lib/chat/schemas';

import { usePresence } from '../presence/presence-provider';
import { MemberAvatar } from './member-avatar';
import { useNaming } from './use-naming';

type ConversationIconProps = {
  conversation: Pick<Conversation, 'kind' | 'memberIds'>;
  /** Class of the ring that cuts the presence dot out of its ground. */
  ring?: string;
};

/** The one person a direct message stands for: the other, or oneself; null for channels and groups. */
export function faceOf(
  { kind, memberIds }: Pick<Conversation, 'kind' | 'memberIds'>,
  me: string,
): string | null {
  const others = memberIds.filter((id) => id !== me);
  return kind !== 'direct' || others.length > 1 ? null : (others[0] ?? me);
}

/** A channel's sign, or the face of a direct message with its presence. */
export function ConversationIcon({ conversation, ring = 'ring-panel' }: ConversationIconProps) {
  const { me, nameOf } = useNaming();
  const one = faceOf(conversation, me);
  const presence = usePresence(one);
  if (conversation.kind === 'public') return <Hash />;
  if (conversation.kind === 'private') return <Lock />;
  if (one === null) return <UsersRound />;
  return <MemberAvatar name={nameOf(one)} memberId={one} size="xs" ring={ring} presence={presence} />;
}
