import type { Conversation, MessagePage } from '@/lib/chat/schemas';

import { TimelineStore } from './timeline-store';
import type { WorkspaceStore } from './workspace-store';

/** Closed timelines kept for coming back to. */
const MAX_CLOSED = 15;

/** The timelines of a workspace: those on the screen, some that were, and all with messages still on their way. */
export class TimelineShelf {
  readonly #workspace: WorkspaceStore;
  readonly #timelines = new Map<string, TimelineStore>();

  constructor(workspace: WorkspaceStore) {
    this.#workspace = workspace;
  }

  /** The timeline of a conversation, made from `page` when there is none. For use in rendering: a closed one has no watchers. */
  take(conversation: Conversation, page: MessagePage): TimelineStore {
    const known = this.#timelines.get(conversation.id);
    if (known && !known.isOpen) known.adopt(page);
    if (known) return known;
    const made = new TimelineStore(this.#workspace, conversation.id, page);
    this.#timelines.set(conversation.id, made);
    const closed = [...this.#timelines.values()].filter((timeline) => timeline !== made && timeline.canGo);
    for (const timeline of closed.slice(0, Math.max(0, closed.length - MAX_CLOSED))) {
      this.#timelines.delete(timeline.conversationId);
    }
    return made;
  }

  /** Whether anything written is not with the server yet. */
  get hasUnsent(): boolean {
    return [...this.#timelines.values()].some(({ hasUnsent }) => hasUnsent);
  }

  /** Whether this conversation is on the screen. */
  isOpen(conversationId: string): boolean {
    return this.#timelines.get(conversationId)?.isOpen ?? false;
  }

  /** Has a timeline find out whether it may still be seen. */
  check(conversationId: string): void {
    this.#timelines.get(conversationId)?.check();
  }
}
