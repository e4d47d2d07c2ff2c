'use client';

import { createContext, use } from 'react';

import type { TimelineItem } from '@/lib/chat/timeline';

/** What can be done with a message of the open conversation; the same object for as long as it is open. */
export type MessageActions = {
  startEdit: (id: string) => void;
  endEdit: () => void;
  saveEdit: (id: string, body: string) => void;
  react: (id: string, emoji: string, isOn: boolean) => void;
  /** Opens the emoji picker at an element. */
  pick: (item: TimelineItem, anchor: Element) => void;
  markUnread: (item: TimelineItem) => void;
  copyLink: (item: TimelineItem) => void;
  copyText: (item: TimelineItem) => void;
  remove: (item: TimelineItem) => void;
};

/** What the reader may do here. */
export type MessageRights = { mayReact: boolean; mayModerate: boolean; memberId: string };

export type MessageTools = { actions: MessageActions; rights: MessageRights };

export const MessageToolsContext = createContext<MessageTools | null>(null);

/** @throws Error outside a conversation. */
export function useMessageTools(): MessageTools {
  const tools = use(MessageToolsContext);
  if (tools === null) throw new Error('useMessageTools: not inside a conversation');
  return tools;
}

/** Which actions a message offers to this reader. */
export function offers(item: TimelineItem, { mayReact, mayModerate, memberId }: MessageRights) {
  // Of what is on its way to the server, too: it follows the message there.
  const isLive = item.state !== 'failed' && item.deletedAt === null;
  const isThere = isLive && item.state === 'sent';
  const isOwn = item.authorId === memberId;
  return {
    any: isLive,
    react: isLive && mayReact,
    edit: isLive && isOwn && mayReact,
    remove: isLive && (isOwn || mayModerate),
    markUnread: isThere && mayReact,
    link: isThere,
  };
}
