import { uuidv7 } from 'uuidv7';

import type { Message } from '@/lib/chat/schemas';
import { addOutgoing, confirmOutgoing, dropOutgoing, markOutgoing, type Timeline } from '@/lib/chat/timeline';

import { backoffMs } from '../realtime/backoff';
import { serverNow } from '../realtime/server-clock';
import { callApi, isPassing } from './api';
import type { WorkspaceStore } from './workspace-store';

/** The timeline that something works on. */
export type TimelineAccess = { get(): Timeline; set(next: Timeline): void };

/** Sends messages of one conversation, in the order they were written, each under its id until the server has an answer. */
export class Posting {
  readonly #workspace: WorkspaceStore;
  readonly #conversationId: string;
  readonly #timeline: TimelineAccess;
  #isBusy = false;
  #wake: (() => void) | undefined;

  constructor(workspace: WorkspaceStore, conversationId: string, timeline: TimelineAccess) {
    this.#workspace = workspace;
    this.#conversationId = conversationId;
    this.#timeline = timeline;
    workspace.hub.connection.subscribe(() => workspace.hub.connection.get() === 'open' && this.#wake?.());
    workspace.hub.onReturn(() => this.#wake?.());
  }

  post(body: string): void {
    const message = {
      id: uuidv7(),
      conversationId: this.#conversationId,
      authorId: this.#workspace.frame.get().me.id,
      body,
      createdAt: serverNow(),
    };
    this.#timeline.set(addOutgoing(this.#timeline.get(), message));
    void this.#pump();
  }

  retry(id: string): void {
    this.#timeline.set(markOutgoing(this.#timeline.get(), id, null));
    this.#wake?.();
    void this.#pump();
  }

  discard(id: string): void {
    this.#timeline.set(dropOutgoing(this.#timeline.get(), id));
    this.#wake?.();
  }

  async #pump(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    let tries = 0;
    for (let next = this.#next(); next; next = this.#next()) {
      const { id, conversationId, body } = next;
      const result = await callApi<Message>('POST', '/team-chat/messages', {
        workspaceId: this.#workspace.id,
        body: { id, conversationId, body },
      });
      if (result.ok) {
        tries = 0;
        this.#timeline.set(confirmOutgoing(this.#timeline.get(), result.value));
        this.#workspace.noteMessage(result.value, result.value.createdAt);
      } else if (isPassing(result.error)) {
        tries += 1;
        await this.#pause(Math.max(result.error.retryAfterMs ?? 0, backoffMs(tries, 30_000)));
      } else {
        this.#timeline.set(markOutgoing(this.#timeline.get(), id, result.error.message));
      }
    }
    this.#isBusy = false;
  }

  #next() {
    return this.#timeline.get().outgoing.find(({ item, posted }) => !posted && item.state === 'sending')
      ?.item;
  }

  /** Waits; less, when the connection or the person comes back. */
  async #pause(pauseMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
