'use client';

import { useTranslations } from 'next-intl';
import { uuidv7 } from 'uuidv7';

import type { Room } from '@/lib/meetings/schemas';

import { callApi } from '../chat/api';
import { useFrame } from '../chat/chat-providers';
import { toast } from '../ui/toast';

/** Rings people into the live call of a room, once more if they did not answer. */
export function useRingAgain({
  code,
  conversationId,
}: Room): (memberIds: readonly string[]) => Promise<void> {
  const t = useTranslations('meetings.people');
  const { id: workspaceId } = useFrame();
  return async (memberIds) => {
    const where = conversationId === null ? { code } : { conversationId };
    const answer = await callApi('POST', '/calls/initiate', {
      workspaceId,
      body: { id: uuidv7(), ...where, memberIds },
    });
    if (!answer.ok) toast.error(t('failed', { reason: answer.error.message }));
  };
}
