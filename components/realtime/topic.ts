import type { RealtimeChannel, RealtimeClient } from '@supabase/realtime-js';

import { backoffMs } from './backoff';

/** What somebody who listens to a topic wants to hear. */
export type TopicListener = {
  onEvent?: ((event: string, payload: unknown) => void) | undefined;
  /** After every (re)subscription: what was said in between is missing, fetch it. */
  onSubscribed?: (() => void) | undefined;
  /** The server refused the join; it will be tried again, ever more rarely. */
  onRefused?: (() => void) | undefined;
};

/** A topic that was joined for this long works; one that closes sooner is tried again ever more rarely. */
const STABLE_MS = 10_000;

/** What a topic needs of the connection. */
export type TopicHost = {
  /** The client with its token set; null when there is none yet, then `restart` follows. @throws without a token */
  client(): Promise<RealtimeClient | null>;
  isConnected(): boolean;
  /** A join was refused: perhaps for an old token. */
  onRefused(): void;
};

/** One private topic, joined for as long as somebody listens; it comes back by itself after every kind of failure. */
export class Topic {
  readonly name: string;
  readonly listeners = new Set<TopicListener>();
  readonly #host: TopicHost;
  #client: RealtimeClient | null = null;
  #channel: RealtimeChannel | null = null;
  #leaving: Promise<unknown> = Promise.resolve();
  #isJoined = false;
  #isOver = false;
  #attempt = 0;
  #tries = 0;
  #joinedMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: TopicHost, name: string) {
    this.#host = host;
    this.name = name;
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** Joins, now. With `isNewClient` the old one is gone, and with it the old membership: nothing to leave. */
  async restart(isNewClient = false): Promise<void> {
    if (isNewClient) this.#forget();
    else this.#leave();
    clearTimeout(this.#timer);
    const attempt = ++this.#attempt;
    await this.#leaving;
    const client = await this.#host.client().catch(() => 'unauthorised' as const);
    if (attempt !== this.#attempt || this.#isOver) return;
    if (client === 'unauthorised') this.#tryLater();
    else if (client) this.#join(client);
  }

  /** Sends chatter to those in the topic; when it is not joined, to nobody. */
  send(event: string, payload: Record<string, unknown>): void {
    if (this.#isJoined) void this.#channel?.send({ type: 'broadcast', event, payload });
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#leave();
  }

  #join(client: RealtimeClient): void {
    const channel = client.channel(this.name, { config: { private: true, broadcast: { self: false } } });
    this.#client = client;
    this.#channel = channel;
    channel.on('broadcast', { event: '*' }, (message) => {
      const payload: unknown = message['payload'];
      for (const listener of this.listeners) listener.onEvent?.(message.event, payload);
    });
    channel.subscribe((status) => {
      if (channel !== this.#channel) return;
      const outcome: string = status;
      if (outcome === 'SUBSCRIBED') this.#onSubscribed();
      else this.#onTrouble(outcome);
    });
  }

  #onSubscribed(): void {
    this.#isJoined = true;
    this.#joinedMs = Date.now();
    for (const listener of this.listeners) listener.onSubscribed?.();
  }

  #onTrouble(status: string): void {
    if (this.#isJoined && Date.now() - this.#joinedMs > STABLE_MS) this.#tries = 0;
    this.#isJoined = false;
    // Without a connection the client itself joins again once it has one.
    if (status === 'CHANNEL_ERROR' && !this.#host.isConnected()) return;
    this.#leave();
    if (status === 'CHANNEL_ERROR') {
      this.#host.onRefused();
      for (const listener of this.listeners) listener.onRefused?.();
    }
    this.#tryLater();
  }

  #tryLater(): void {
    this.#tries += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.restart(), backoffMs(this.#tries));
  }

  #leave(): void {
    const channel = this.#channel;
    const client = this.#client;
    if (!channel || !client) return;
    this.#forget();
    // A topic may be joined again only after it was left: the client hands out the leaving channel until then.
    this.#leaving = client.removeChannel(channel);
  }

  #forget(): void {
    this.#channel = null;
    this.#isJoined = false;
    this.#leaving = Promise.resolve();
  }
}
