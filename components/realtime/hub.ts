'use client';

import type { RealtimeClient } from '@supabase/realtime-js';

import { backoffMs } from './backoff';
import { createStore, type Store } from './store';
import { createTokenSource, type FreshToken, type TokenSource } from './token-source';
import { Topic, type TopicListener } from './topic';
import { watchWake } from './wake';

export type Connection = 'connecting' | 'open' | 'lost';

export type HubOptions = {
  supabaseUrl: string;
  publishableKey: string;
  /** @throws when no token can be had (now) */
  fetchToken: () => Promise<FreshToken>;
};

/** A topic that nobody listens to any more is kept this long: screens come back, and React mounts twice. */
const LINGER_MS = 3_000;
/** A living server answers a heartbeat within this time. */
const PULSE_MS = 6_000;

/** The one realtime connection of a page: topics, token, and what to do when the machine sleeps. */
export class Hub {
  readonly connection: Store<Connection> = createStore<Connection>('connecting');
  readonly #options: HubOptions;
  readonly #tokens: TokenSource;
  readonly #topics = new Map<string, Topic>();
  readonly #wakeListeners = new Set<() => void>();
  #client: RealtimeClient | null = null;
  #users = 0;
  #stopWatching: (() => void) | undefined;
  #stopTimer: ReturnType<typeof setTimeout> | undefined;
  #pulseTimer: ReturnType<typeof setTimeout> | undefined;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  #hiddenTries = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#tokens = createTokenSource(options.fetchToken);
  }

  /** Connects for as long as somebody wants it; the returned function ends that. */
  start(): () => void {
    this.#users += 1;
    clearTimeout(this.#stopTimer);
    this.#stopWatching ??= watchWake({ onWake: () => this.#reconnect(), onReturn: () => this.#return() });
    if (!this.#client) void this.#connect();
    return () => {
      this.#users -= 1;
      if (this.#users === 0) this.#stopTimer = setTimeout(() => this.#stop(), LINGER_MS);
    };
  }

  /** Listens to a private topic until the returned function is called. */
  join(name: string, listener: TopicListener): () => void {
    let topic = this.#topics.get(name);
    if (!topic) {
      topic = new Topic(this.#host, name);
      this.#topics.set(name, topic);
      void topic.restart();
    }
    const joined = topic;
    joined.listeners.add(listener);
    if (joined.isJoined) queueMicrotask(() => joined.listeners.has(listener) && listener.onSubscribed?.());
    return () => {
      joined.listeners.delete(listener);
      setTimeout(() => this.#release(joined), LINGER_MS);
    };
  }

  /** Sends chatter on a topic that is joined; otherwise nothing happens. */
  send(name: string, event: string, payload: Record<string, unknown>): void {
    this.#topics.get(name)?.send(event, payload);
  }

  /** Where the services beside the socket are, and what opens them to the person. @throws when no token can be had (now) */
  async services(): Promise<{ supabaseUrl: string; publishableKey: string; token: string }> {
    const { supabaseUrl, publishableKey } = this.#options;
    return { supabaseUrl, publishableKey, token: await this.#tokens.get() };
  }

  /** Tells when the person comes back to the page, or the machine wakes: a time to fetch again. */
  onReturn(listener: () => void): () => void {
    this.#wakeListeners.add(listener);
    return () => {
      this.#wakeListeners.delete(listener);
    };
  }

  readonly #host = {
    client: () => this.#ready(),
    isConnected: () => this.#client?.isConnected() ?? false,
    onRefused: () => this.#tokens.renewOlderThan(20_000),
  };

  async #connect(): Promise<void> {
    const { createClient } = await import('./connection');
    if (this.#client || this.#users === 0) return;
    const client = createClient({
      ...this.#options,
      accessToken: () => this.#tokens.get(),
      onOpen: () => this.#client === client && this.#onOpen(),
      onClose: () => this.#client === client && this.#onClose(client),
      onHeartbeat: () => clearTimeout(this.#pulseTimer),
    });
    this.#client = client;
    client.connect();
    for (const topic of this.#topics.values()) void topic.restart(true);
  }

  #onOpen(): void {
    this.#hiddenTries = 0;
    this.connection.set('open');
  }

  /** The client connects again by itself, except on a hidden page; but there too people are to be told of things. */
  #onClose(client: RealtimeClient): void {
    this.connection.set('lost');
    if (document.visibilityState === 'visible') return;
    this.#hiddenTries += 1;
    clearTimeout(this.#hiddenTimer);
    this.#hiddenTimer = setTimeout(() => {
      if (this.#client !== client || client.isConnected()) return;
      this.#dropClient();
      void this.#connect();
    }, backoffMs(this.#hiddenTries));
  }

  /** The client, authorised: a join with no token or an old one would be refused. @throws when there is no token */
  async #ready(): Promise<RealtimeClient | null> {
    const token = await this.#tokens.get();
    // Given the token, it is set at once; asked to fetch it, of calls at the same time only the last one sets it.
    await this.#client?.setAuth(token);
    return this.#client;
  }

  #release(topic: Topic): void {
    if (topic.listeners.size > 0 || this.#topics.get(topic.name) !== topic) return;
    this.#topics.delete(topic.name);
    topic.end();
  }

  #reconnect(): void {
    this.#dropClient();
    this.#tokens.renewOlderThan(0);
    this.connection.set('connecting');
    void this.#connect();
    for (const listener of this.#wakeListeners) listener();
  }

  /** The person looks again: what the socket says of itself may be old, so ask the server for a sign of life. */
  #return(): void {
    for (const listener of this.#wakeListeners) listener();
    const client = this.#client;
    if (!client) return;
    if (!client.isConnected()) {
      if (!client.isConnecting()) this.#reconnect();
      return;
    }
    clearTimeout(this.#pulseTimer);
    this.#pulseTimer = setTimeout(() => this.#client === client && this.#reconnect(), PULSE_MS);
    void client.sendHeartbeat();
  }

  #dropClient(): void {
    clearTimeout(this.#pulseTimer);
    clearTimeout(this.#hiddenTimer);
    const client = this.#client;
    this.#client = null;
    void client?.disconnect();
  }

  #stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#dropClient();
    this.connection.set('connecting');
  }
}
