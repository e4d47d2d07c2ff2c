import type { Hub } from '../realtime/hub';
import { textOf } from './chat-events';

/** A sign of typing is shown this long, and told again more often than that. */
const SHOWN_MS = 5_000;
const TELL_EVERY_MS = 3_000;
/** Whoever pressed a key so recently still writes. */
const FRESH_MS = 1_500;
/** More are not counted: the line says "several", and nobody can fill the memory with made-up names. */
const MAX_WRITERS = 20;

type TypingHub = Pick<Hub, 'join' | 'send'>;

/** Who is writing in a conversation. It is chatter: believed for five seconds, and of no consequence. */
export class Typing {
  members: readonly string[] = [];
  readonly #hub: TypingHub;
  readonly #onChange: () => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #topic: string | null = null;
  #toldMs = -Infinity;
  #keyMs = -Infinity;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(hub: TypingHub, onChange: () => void) {
    this.#hub = hub;
    this.#onChange = onChange;
  }

  join(topic: string): () => void {
    this.#topic = topic;
    const leave = this.#hub.join(topic, {
      onEvent: (event, payload) => {
        const memberId = event === 'typing' ? textOf(payload, 'memberId') : undefined;
        if (memberId !== undefined) this.#begin(memberId);
      },
    });
    return () => {
      leave();
      this.rest();
      for (const memberId of this.#timers.keys()) this.end(memberId);
    };
  }

  /** Tells the others that this person writes: at each key, which is passed on once in three seconds. */
  tell(memberId: string): void {
    this.#keyMs = Date.now();
    const waitMs = this.#toldMs + TELL_EVERY_MS - this.#keyMs;
    if (waitMs <= 0) this.#send(memberId);
    else this.#telling ??= setTimeout(() => this.#tellAgain(memberId), waitMs);
  }

  /** The person sent what they wrote, or left. */
  rest(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
  }

  /** Nothing is told any more, until the next topic is joined. */
  hush(): void {
    this.rest();
    this.#topic = null;
  }

  end(memberId: string): void {
    clearTimeout(this.#timers.get(memberId));
    if (this.#timers.delete(memberId)) this.#publish();
  }

  #tellAgain(memberId: string): void {
    this.#telling = undefined;
    if (Date.now() - this.#keyMs < FRESH_MS) this.#send(memberId);
  }

  #send(memberId: string): void {
    if (this.#topic === null) return;
    this.#toldMs = Date.now();
    this.#hub.send(this.#topic, 'typing', { memberId });
  }

  #begin(memberId: string): void {
    const isNew = !this.#timers.has(memberId);
    if (isNew && this.#timers.size >= MAX_WRITERS) return;
    clearTimeout(this.#timers.get(memberId));
    this.#timers.set(
      memberId,
      setTimeout(() => this.end(memberId), SHOWN_MS),
    );
    if (isNew) this.#publish();
  }

  #publish(): void {
    this.members = [...this.#timers.keys()];
    this.#onChange();
  }
}
