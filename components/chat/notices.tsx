'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

import type { Notice } from '@/lib/chat/schemas';

import { playNotice } from '../shell/sound';
import { useTitleBadge } from '../shell/use-title-badge';
import { toast } from '../ui/toast';
import { messageHref } from './addresses';
import { useConversations, useWorkspace } from './chat-providers';
import { conversationTitle } from './conversation-name';
import { claimNotice } from './notices-claim';
import { noticePreview } from './notices-preview';
import { useNaming } from './use-naming';

const BANNER_MS = 8_000;

/** Draws nothing: tells of mentions and direct messages by the page's title, one sound for all tabs, and a banner. */
export function Notices() {
  const workspace = useWorkspace();
  const showBanner = useBanner();
  useTitleBadge(useConversations().totals.mentions);

  const latest = useRef(showBanner);
  useEffect(() => {
    latest.current = showBanner;
  });
  useEffect(
    () =>
      workspace.onNotice((notice) => {
        // Asked not to be disturbed: the numbers count on, and nothing else happens.
        if (workspace.presence.isQuiet()) return;
        if (notice.kind === 'direct' && workspace.conversation(notice.conversationId)?.isMuted) return;
        const isShown = isLookedAt(workspace.timelines.isOpen(notice.conversationId));
        if (!isShown && document.visibilityState === 'visible') latest.current(notice);
        const { userId, sound } = workspace.frame.get().me;
        // A page that nobody has touched may not make a sound: it leaves that to another tab.
        if (!sound || !navigator.userActivation.hasBeenActive) return;
        void claimNotice({ key: `notice:${userId}:${notice.messageId}`, isShown, play: playNotice });
      }),
    [workspace],
  );
  return null;
}

function isLookedAt(isOpen: boolean): boolean {
  return isOpen && document.visibilityState === 'visible' && document.hasFocus();
}

function useBanner(): (notice: Notice) => void {
  const t = useTranslations('chat.notice');
  const files = useTranslations('chat.files');
  const workspace = useWorkspace();
  const naming = useNaming();
  const router = useRouter();
  return ({ workspaceId, conversationId, authorId, kind, seq, preview }) => {
    const { id, slug, workspaces } = workspace.frame.get();
    const isHere = workspaceId === id;
    const there = isHere ? { slug, name: '' } : workspaces.find((other) => other.id === workspaceId);
    if (!there) return;
    const conversation = workspace.conversation(conversationId);
    const name = naming.nameOf(authorId);
    const action = {
      label: t('open'),
      onClick: () => router.push(messageHref(there.slug, conversationId, seq)),
    };
    if (!isHere) {
      toast.message(t('elsewhere', { workspace: there.name }), { action, durationMs: BANNER_MS });
      return;
    }
    const title =
      kind === 'mention' && conversation && conversation.kind !== 'direct'
        ? t('mention', { name, conversation: conversationTitle(conversation, naming) })
        : name;
    toast.message(title, {
      description: preview === '' ? files('only') : noticePreview(preview, naming.nameOf),
      action,
      durationMs: BANNER_MS,
    });
  };
}
