import type { Marks } from '@/lib/chat/schemas';
import type { Choice } from '@/lib/chat/unread';
import type { Failure } from '@/lib/core/errors';

import { callApi } from './api';

/** What the person muted, pinned and archived, on its way to the server: one call at a time for each conversation. */
export class Marking {
  readonly #workspaceId: string;
  readonly #onSaved: (conversationId: string, marks: Marks) => void;
  readonly #waiting = new Map<string, { choice: Choice; outcome: Promise<Failure | null> }>();

  constructor(workspaceId: string, onSaved: (conversationId: string, marks: Marks) => void) {
    this.#workspaceId = workspaceId;
    this.#onSaved = onSaved;
  }

  /** Whether the server does not know yet what was chosen. */
  isWaiting(conversationId: string): boolean {
    return this.#waiting.has(conversationId);
  }

  /**
   * Tells the server; what is chosen while a call is under way goes with the next one.
   * @returns what was refused, if anything
   */
  mark(conversationId: string, choice: Choice): Promise<Failure | null> {
    const before = this.#waiting.get(conversationId);
    const next = { ...before?.choice, ...choice, ...impliedBy(choice) };
    const outcome = before?.outcome ?? this.#save(conversationId);
    this.#waiting.set(conversationId, { choice: next, outcome });
    return outcome;
  }

  async #save(conversationId: string): Promise<Failure | null> {
    // The choice is put down right after this begins.
    await Promise.resolve();
    const sent = this.#waiting.get(conversationId)?.choice;
    const answer = await callApi<Marks>('PUT', `/team-chat/channels/${conversationId}/marks`, {
      workspaceId: this.#workspaceId,
      body: sent,
      keepalive: true,
    });
    if (this.#waiting.get(conversationId)?.choice !== sent) return this.#save(conversationId);
    this.#waiting.delete(conversationId);
    if (!answer.ok) return answer.error;
    this.#onSaved(conversationId, answer.value);
    return null;
  }
}

/** Said together, so that what was chosen last holds: what is archived has no pin, and a pin brings back. */
function impliedBy({ isArchived, isPinned }: Choice): Choice {
  if (isArchived === true) return { isPinned: false };
  return isPinned === true ? { isArchived: false } : {};
}
