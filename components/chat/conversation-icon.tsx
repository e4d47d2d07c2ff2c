'use client';

import { Hash, Lock, UsersRound } from 'lucide-react';

import type { Conversation } from '@/lib/chat/schemas';

import { Avatar } from '../ui/avatar';
import { usePresence } from './chat-providers';
import { useNaming } from './use-naming';

type ConversationIconProps = {
  conversation: Pick<Conversation, 'kind' | 'memberIds'>;
  /** Class of the ring that cuts the presence dot out of its ground. */
  ring?: string;
};

/** A channel's sign, or the face of a direct message with its presence. */
export function ConversationIcon({ conversation, ring = 'ring-panel' }: ConversationIconProps) {
  const presenceOf = usePresence();
  const { me, nameOf } = useNaming();
  if (conversation.kind === 'public') return <Hash />;
  if (conversation.kind === 'private') return <Lock />;
  const others = conversation.memberIds.filter((id) => id !== me);
  if (others.length > 1) return <UsersRound />;
  const one = others[0] ?? me;
  return <Avatar name={nameOf(one)} seed={one} size="xs" ring={ring} presence={presenceOf(one)} />;
}
