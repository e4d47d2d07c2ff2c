import type { Hub } from '../realtime/hub';
import type { TopicListener } from '../realtime/topic';

/** One topic to listen to, under whatever name it has at the moment. */
export class MovingTopic {
  readonly #hub: Pick<Hub, 'join'>;
  readonly #listener: TopicListener;
  #name: string | null = null;
  #leave: (() => void) | null = null;

  constructor(hub: Pick<Hub, 'join'>, listener: TopicListener) {
    this.#hub = hub;
    this.#listener = listener;
  }

  /** Listens under this name from now on. What was said in between is to be asked for, once it is subscribed. */
  move(name: string): void {
    if (name === this.#name) return;
    this.leave();
    this.#name = name;
    this.#leave = this.#hub.join(name, this.#listener);
  }

  leave(): void {
    this.#leave?.();
    this.#leave = null;
    this.#name = null;
  }
}
