import type { Intent } from '@/lib/chat/outbox';
import type { Conversation, MessagePage } from '@/lib/chat/schemas';

import { TimelineStore } from './timeline-store';
import type { WorkspaceStore } from './workspace-store';

/** Closed timelines kept for coming back to. */
const MAX_CLOSED = 15;

/** The timelines of a workspace: those on the screen, and some that were. */
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
    const closed = [...this.#timelines.values()].filter((timeline) => timeline !== made && !timeline.isOpen);
    for (const timeline of closed.slice(0, Math.max(0, closed.length - MAX_CLOSED))) {
      this.#timelines.delete(timeline.conversationId);
    }
    return made;
  }

  /** Has all timelines on the screen show what waits in the outbox. */
  showWaiting(): void {
    for (const timeline of this.#timelines.values()) timeline.showWaiting();
  }

  /** Hands the server's answer to the timeline that it is about. */
  takeAnswer(intent: Intent, value: unknown): void {
    this.#timelines.get(intent.conversationId)?.takeAnswer(intent, value);
  }

  /** Whether this conversation is on the screen. */
  isOpen(conversationId: string): boolean {
    return this.#timelines.get(conversationId)?.isOpen ?? false;
  }

  /** The topics of all public channels have moved. */
  hushPublic(): void {
    for (const timeline of this.#timelines.values())
      if (this.#workspace.conversation(timeline.conversationId)?.kind === 'public') timeline.hush();
  }

  /** Has a timeline find out whether it may still be seen. */
  check(conversationId: string): void {
    this.#timelines.get(conversationId)?.check();
  }
}
