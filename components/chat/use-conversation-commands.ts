'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';

import type { Conversation } from '@/lib/chat/schemas';

import { toast } from '../ui/toast';
import { chatHref, conversationHref } from './addresses';
import { callApi } from './api';
import type { ApiResult } from './api';
import { setChatDialog } from './chat-dialogs';
import { useConversations, useFrame } from './chat-providers';
import { copyText } from './copy-text';

export type ConversationCommands = ReturnType<typeof useConversationCommands>;

/** What can be done with a conversation as a whole; failures are said in a toast. */
export function useConversationCommands(
  conversation: Conversation,
  title: string,
  memberIds: readonly string[],
) {
  const t = useTranslations('chat');
  const router = useRouter();
  const { id: workspaceId, slug, me } = useFrame();
  const { refresh } = useConversations();
  const path = `/team-chat/channels/${conversation.id}`;

  const settle = async (call: Promise<ApiResult<unknown>>): Promise<boolean> => {
    const answer = await call;
    if (!answer.ok) {
      toast.error(t('failure', { reason: answer.error.message }));
      return false;
    }
    await refresh();
    router.refresh();
    return true;
  };
  const change = (body: object) => settle(callApi('PATCH', path, { workspaceId, body }));

  return {
    join: async () => {
      await settle(callApi('POST', `${path}/members`, { workspaceId, body: { memberIds: [me.id] } }));
    },
    restore: async () => {
      await change({ isArchived: false });
    },
    edit: () => setChatDialog({ kind: 'edit-channel', conversation }),
    addPeople: () =>
      setChatDialog({ kind: 'add-people', conversation, memberIds, onAdded: () => router.refresh() }),
    copyLink: () => {
      const link = new URL(conversationHref(slug, conversation.id), location.origin).href;
      void copyText(link, t('message.linkCopied'), t('message.copyFailed'));
    },
    archive: () =>
      setChatDialog({
        kind: 'confirm',
        title: t('archive.title', { name: title }),
        description: t('archive.text'),
        confirmLabel: t('archive.confirm'),
        danger: false,
        onConfirm: async () => void (await change({ isArchived: true })),
      }),
    leave: () =>
      setChatDialog({
        kind: 'confirm',
        title: t('leave.title', { name: title }),
        description: t(conversation.kind === 'private' ? 'leave.textPrivate' : 'leave.text'),
        confirmLabel: t('leave.confirm'),
        onConfirm: async () => {
          const isDone = await settle(callApi('DELETE', `${path}/members/${me.id}`, { workspaceId }));
          if (isDone && conversation.kind === 'private') router.replace(chatHref(slug));
        },
      }),
    remove: (memberId: string, name: string) =>
      setChatDialog({
        kind: 'confirm',
        title: t('members.removeTitle', { name, channel: title }),
        description: t('members.removeText'),
        confirmLabel: t('members.removeConfirm'),
        onConfirm: async () =>
          void (await settle(callApi('DELETE', `${path}/members/${memberId}`, { workspaceId }))),
      }),
  };
}
