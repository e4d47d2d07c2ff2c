import { readIntent } from './intents';
import type { Outbox } from './outbox';

type Mark = { seq: number; isBack: boolean };

/** Reading is told this long after it happened, all of a burst at once. */
const BURST_MS = 400;

/** How far the person has read, gathered for a moment on its way to the outbox. */
export class ReadMarks {
  readonly #outbox: Outbox;
  readonly #burst = new Map<string, Mark>();
  readonly #held = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Whether the server does not know yet how far this person has read. */
  isWaiting(conversationId: string): boolean {
    return this.#burst.has(conversationId) || this.#outbox.isWaiting('read', conversationId);
  }

  /** @returns whether it counts: not where the person just marked messages unread and still looks at them */
  read(conversationId: string, seq: number): boolean {
    if (seq <= (this.#held.get(conversationId) ?? 0)) return false;
    this.#held.delete(conversationId);
    const before = this.#burst.get(conversationId);
    if (before?.isBack) this.flush();
    else if (before && before.seq >= seq) return true;
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

  /** Tells at once what waits for the burst's end: the page may not be there any more by then. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const marks = [...this.#burst];
    this.#burst.clear();
    for (const [conversationId, { seq, isBack }] of marks)
      this.#outbox.add(readIntent(conversationId, seq, isBack));
  }

  #put(conversationId: string, mark: Mark): void {
    this.#burst.set(conversationId, mark);
    this.#timer ??= setTimeout(() => this.flush(), BURST_MS);
  }
}
