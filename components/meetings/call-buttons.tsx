'use client';

import { Phone, Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import type { CallKind } from '@/lib/meetings/schemas';

import { UNREACHABLE } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { IconButton } from '../ui/icon-button';
import { toast } from '../ui/toast';

/** Null without a network. */
async function loadPlacing() {
  try {
    return await import('./place-call');
  } catch {
    return null;
  }
}

/** In a conversation's bar. A direct call rings at once; a channel's video call asks first how one wants to be seen. */
export function CallButtons({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('ringing');
  const router = useRouter();
  const { id: workspaceId, me, features } = useFrame();
  const [isAsking, setAsking] = useState(false);
  const [isGoing, startGoing] = useTransition();
  const isPending = isAsking || isGoing;
  const { id, kind, isMember, isArchived, memberIds } = conversation;
  const isSelf = kind === 'direct' && memberIds.every((memberId) => memberId === me.id);
  if (!features.includes('meetings') || !me.permissions.includes('calls.start')) return null;
  if (!isMember || isArchived || isSelf) return null;
  const call = async (wanted: CallKind) => {
    setAsking(true);
    const who = { workspaceId, userId: me.userId };
    const asksFirst = wanted === 'video' && kind !== 'direct';
    const placing = await loadPlacing();
    const answer =
      placing === null
        ? ({ ok: false, error: UNREACHABLE } as const)
        : await (asksFirst
            ? placing.openRoomOf(who, id)
            : placing.placeCall(who, { conversationId: id }, wanted));
    setAsking(false);
    if (answer.ok) startGoing(() => router.push(`/meet/${answer.value.code}`));
    else toast.error(t('failed', { reason: answer.error.message }));
  };
  return (
    <>
      <IconButton
        label={t('voice')}
        disabled={isPending}
        className="pointer-coarse:size-11"
        onClick={() => void call('voice')}
      >
        <Phone />
      </IconButton>
      <IconButton
        label={t('video')}
        disabled={isPending}
        className="pointer-coarse:size-11"
        onClick={() => void call('video')}
      >
        <Video />
      </IconButton>
    </>
  );
}
