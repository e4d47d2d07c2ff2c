import type { Marks } from '@/lib/chat/schemas';

import type { Hub } from '../realtime/hub';
import { createRefresher, type Refresher } from '../realtime/refresher';
import { callApi, isPassing } from './api';

type Mark = { seq: number; isBack: boolean };

/** Reading is told to the server this long after it happened, all of a burst at once. */
const BURST_MS = 400;

/** How far the person has read, on its way to the server; kept until it arrived. */
export class ReadMarks {
  readonly #workspaceId: string;
  readonly #onSaved: (conversationId: string, marks: Marks) => void;
  readonly #waiting = new Map<string, Mark>();
  readonly #held = new Map<string, number>();
  readonly #refresher: Refresher = createRefresher(() => this.#save());

  constructor(hub: Hub, workspaceId: string, onSaved: (conversationId: string, marks: Marks) => void) {
    this.#workspaceId = workspaceId;
    this.#onSaved = onSaved;
    hub.onReturn(() => this.#waiting.size > 0 && this.#refresher.soon(0));
  }

  /** Whether the server does not know yet how far this person has read. */
  isWaiting(conversationId: string): boolean {
    return this.#waiting.has(conversationId);
  }

  /** @returns whether it counts: not where the person just marked messages unread and still looks at them */
  read(conversationId: string, seq: number): boolean {
    if (seq <= (this.#held.get(conversationId) ?? 0)) return false;
    this.#held.delete(conversationId);
    this.#put(conversationId, { seq, isBack: false });
    return true;
  }

  /** Marks as unread all after `seq`; what is there up to `lastSeq` stays so until the conversation is left. */
  unread(conversationId: string, seq: number, lastSeq: number): void {
    this.#held.set(conversationId, lastSeq);
    this.#put(conversationId, { seq, isBack: true });
  }

  /** The person left the conversation: looking at it again reads it again, and what was read is told at once. */
  release(conversationId: string): void {
    this.#held.delete(conversationId);
    this.flush();
  }

  /** Tells at once what waits: the page may not be there any more when the burst is over. */
  flush(): void {
    if (this.#waiting.size > 0) void this.#refresher.now();
  }

  #put(conversationId: string, mark: Mark): void {
    const before = this.#waiting.get(conversationId);
    if (before && !before.isBack && !mark.isBack && before.seq >= mark.seq) return;
    this.#waiting.set(conversationId, mark);
    this.#refresher.soon(BURST_MS);
  }

  async #save(): Promise<'done' | 'again'> {
    let outcome: 'done' | 'again' = 'done';
    for (const [conversationId, mark] of this.#waiting) {
      const result = await callApi<Marks>('PUT', `/team-chat/channels/${conversationId}/read`, {
        workspaceId: this.#workspaceId,
        body: { seq: mark.seq, unread: mark.isBack },
        keepalive: true,
      });
      if (!result.ok && isPassing(result.error)) outcome = 'again';
      else if (this.#waiting.get(conversationId) === mark) {
        this.#waiting.delete(conversationId);
        if (result.ok) this.#onSaved(conversationId, result.value);
      }
    }
    return outcome;
  }
}
