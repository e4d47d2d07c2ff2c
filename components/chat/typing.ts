import type { Hub } from '../realtime/hub';
import { textOf } from './chat-events';

/** A sign of typing is shown this long, and told again more often than that. */
const SHOWN_MS = 5_000;
const TELL_EVERY_MS = 3_000;

/** Who is writing in a conversation. It is chatter: believed for five seconds, of people one knows, and of no consequence. */
export class Typing {
  members: readonly string[] = [];
  readonly #hub: Hub;
  readonly #onChange: () => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #topic: string | null = null;
  #toldMs = 0;

  constructor(hub: Hub, onChange: () => void) {
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
      for (const memberId of this.#timers.keys()) this.end(memberId);
    };
  }

  /** Tells the others that this person writes. */
  tell(memberId: string): void {
    if (this.#topic === null || Date.now() - this.#toldMs < TELL_EVERY_MS) return;
    this.#toldMs = Date.now();
    this.#hub.send(this.#topic, 'typing', { memberId });
  }

  /** The person sent what they wrote: the next key is news again. */
  rest(): void {
    this.#toldMs = 0;
  }

  end(memberId: string): void {
    clearTimeout(this.#timers.get(memberId));
    if (this.#timers.delete(memberId)) this.#publish();
  }

  #begin(memberId: string): void {
    const isNew = !this.#timers.has(memberId);
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
