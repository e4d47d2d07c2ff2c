'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';

import type { Conversation, MessagePage } from '@/lib/chat/schemas';
import type { Choice } from '@/lib/chat/unread';

import { toast } from '../ui/toast';
import { callApi } from './api';
import { useWorkspace } from './chat-providers';
import { conversationTitle } from './conversation-name';
import { useNaming } from './use-naming';

/** Long enough to think again. */
const UNDO_MS = 8_000;

/** What a person does to conversations for themselves; refusals are said in a toast. */
export function useMarkCommands() {
  const t = useTranslations('chat.marks');
  const text = useTranslations('chat');
  const workspace = useWorkspace();
  const naming = useNaming();
  return useMemo(() => {
    const mark = async ({ id }: Conversation, choice: Choice) => {
      const failure = await workspace.mark(id, choice);
      if (failure !== null) toast.error(text('failure', { reason: failure.message }));
    };
    const restoreReading = ({ id, unreadCount, lastReadSeq }: Conversation) => {
      if (unreadCount > 0) workspace.markUnreadFrom(id, lastReadSeq + 1);
    };

    const archive = (conversation: Conversation) => {
      void mark(conversation, { isArchived: true });
      toast.message(t('archived', { name: conversationTitle(conversation, naming) }), {
        description: t(conversation.isMuted ? 'archivedMuted' : 'archivedHint'),
        durationMs: UNDO_MS,
        action: {
          label: t('undo'),
          onClick: () => {
            void mark(conversation, { isArchived: false, isPinned: conversation.isPinned });
            restoreReading(conversation);
          },
        },
      });
    };

    /** Marks the last message by somebody else unread, wherever it is among the newest. */
    const markUnread = async (conversation: Conversation) => {
      const { id, seq, preview } = conversation;
      const isByOther = preview?.seq === seq && preview.authorId !== naming.me && !preview.isDeleted;
      const last = isByOther ? seq : await lastByOthers(workspace.id, id, naming.me);
      if (last === null) toast.message(t('nothingByOthers'));
      else workspace.markUnreadFrom(id, last);
    };

    const markAllRead = (conversations: readonly Conversation[]) => {
      const unread = conversations.filter(({ unreadCount }) => unreadCount > 0);
      if (unread.length === 0) return;
      for (const { id, seq } of unread) workspace.markRead(id, seq);
      toast.message(t('allRead', { count: unread.length }), {
        durationMs: UNDO_MS,
        action: { label: t('undo'), onClick: () => unread.forEach(restoreReading) },
      });
    };

    return {
      toggleMuted: (conversation: Conversation) =>
        void mark(conversation, { isMuted: !conversation.isMuted }),
      togglePinned: (conversation: Conversation) =>
        void mark(conversation, { isPinned: !conversation.isPinned }),
      archive,
      bringBack: (conversation: Conversation) => void mark(conversation, { isArchived: false }),
      toggleUnread: (conversation: Conversation) => {
        if (conversation.unreadCount > 0) workspace.markRead(conversation.id, conversation.seq);
        else void markUnread(conversation);
      },
      markAllRead,
    };
  }, [t, text, workspace, naming]);
}

async function lastByOthers(workspaceId: string, id: string, me: string): Promise<number | null> {
  const page = await callApi<MessagePage>('GET', `/team-chat/channels/${id}/messages`, { workspaceId });
  if (!page.ok) return null;
  const found = page.value.messages.findLast(
    ({ authorId, deletedAt }) => authorId !== me && deletedAt === null,
  );
  return found?.seq ?? null;
}
