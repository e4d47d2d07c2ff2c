'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef } from 'react';

import type { Conversation } from '@/lib/chat/schemas';
import type { TimelineItem } from '@/lib/chat/timeline';

import { messageHref } from './addresses';
import { setChatDialog } from './chat-dialogs';
import { useFrame, useMembers } from './chat-providers';
import { copyText } from './copy-text';
import { decodeMentions } from './mentions';
import type { MessageActions } from './message-actions';
import type { useTimeline } from './use-timeline';

type Parts = {
  conversation: Conversation;
  timeline: ReturnType<typeof useTimeline>;
  setEditing: (id: string | null) => void;
  pick: (item: TimelineItem, anchor: Element) => void;
  markUnread: (seq: number) => void;
  focusComposer: () => void;
};

const EXCERPT = 60;

/** The actions on messages as one object that stays the same, so that rows need not be drawn again. */
export function useMessageActions(parts: Parts): MessageActions {
  const t = useTranslations('chat');
  const { slug } = useFrame();
  const members = useMembers();
  const latest = useRef({ ...parts, t, slug, members });
  useEffect(() => {
    latest.current = { ...parts, t, slug, members };
  });

  return useMemo(() => {
    const say = (item: TimelineItem) =>
      decodeMentions(item.body, (id) => latest.current.members.get(id)?.name).text;
    const endEdit = () => {
      latest.current.setEditing(null);
      latest.current.focusComposer();
    };
    return {
      startEdit: (id) => latest.current.setEditing(id),
      endEdit,
      saveEdit: (id, body) => {
        latest.current.timeline.edit(id, body);
        endEdit();
      },
      react: (id, emoji, isOn) => latest.current.timeline.react(id, emoji, isOn),
      pick: (item, anchor) => latest.current.pick(item, anchor),
      markUnread: (item) => latest.current.markUnread(item.seq),
      copyLink: (item) => {
        const { conversation, t: text } = latest.current;
        const link = new URL(messageHref(latest.current.slug, conversation.id, item.seq), location.origin)
          .href;
        void copyText(link, text('message.linkCopied'), text('message.copyFailed'));
      },
      copyText: (item) => {
        const { t: text } = latest.current;
        void copyText(say(item), text('message.textCopied'), text('message.copyFailed'));
      },
      remove: (item) => {
        const { t: text } = latest.current;
        const words = say(item).replaceAll(/\s+/g, ' ');
        const excerpt = words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words;
        setChatDialog({
          kind: 'confirm',
          title: text('message.deleteTitle', { excerpt }),
          description: text('message.deleteText'),
          confirmLabel: text('message.delete'),
          onConfirm: () => latest.current.timeline.remove(item.id),
        });
      },
    };
  }, []);
}
