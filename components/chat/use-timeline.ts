'use client';

import { useEffect, useMemo, useSyncExternalStore } from 'react';

import type { Conversation, MessagePage } from '@/lib/chat/schemas';
import type { Attachment } from '@/lib/files/schemas';

import { useStore } from '../realtime/store';
import { useWorkspace } from './chat-providers';
import type { TimelineView } from './timeline-store';

export type TimelineControls = TimelineView & {
  loadOlder: () => Promise<void>;
  loadNewer: () => Promise<void>;
  /** Has the messages around `seq` shown; scrolling there is the caller's. */
  jumpTo: (seq: number) => Promise<void>;
  jumpToNewest: () => Promise<void>;
  post: (body: string, files: readonly Attachment[]) => void;
  edit: (id: string, body: string) => void;
  remove: (id: string) => void;
  react: (id: string, emoji: string, on: boolean) => void;
  /** Call on every keystroke; the others are told now and then. */
  noteTyping: () => void;
  markRead: (seq: number) => void;
  /** Marks a message and all after it unread; reading them again begins when the conversation is opened again. */
  markUnreadFrom: (seq: number) => void;
};

/** The messages of a conversation, live, and what one does to them. `initial` is the page that the server rendered. */
export function useTimeline(conversation: Conversation, initial: MessagePage): TimelineControls {
  const workspace = useWorkspace();
  const timeline = workspace.timelines.take(conversation, initial);
  const { topicName } = useConversation(conversation);
  const { id } = conversation;
  useEffect(() => workspace.visit(conversation), [workspace, conversation]);
  useEffect(() => () => workspace.leave(id), [workspace, id]);
  useEffect(() => timeline.adopt(initial), [timeline, initial]);
  useEffect(() => timeline.open(topicName), [timeline, topicName]);
  const taken = useStore(timeline.view);
  // Another place of an open conversation: shown from the first moment, taken in by the effect above.
  const preview = useMemo(
    () => (timeline.covers(initial) ? null : timeline.preview(initial)),
    [timeline, initial],
  );
  const view = preview === null || timeline.covers(initial) ? taken : preview;
  const { loadOlder, loadNewer, jumpTo, jumpToNewest, post, edit, remove, react } = timeline;
  const { noteTyping, markRead, markUnreadFrom } = timeline;
  const controls = { loadOlder, loadNewer, jumpTo, jumpToNewest, post, edit, remove, react };
  return { ...view, ...controls, noteTyping, markRead, markUnreadFrom };
}

/** A conversation as it is now; as the server rendered it, as long as nothing newer is known. */
export function useConversation(rendered: Conversation): Conversation {
  const workspace = useWorkspace();
  return useSyncExternalStore(
    workspace.subscribeConversation,
    () => workspace.conversation(rendered.id) ?? rendered,
    () => rendered,
  );
}
