import {
  add,
  begin,
  discard,
  expire,
  finish,
  heads,
  isQuiet,
  NEEDS_POST,
  refuse,
  retry,
  type Draft,
  type Intent,
  type IntentKind,
  type Turn,
} from '@/lib/chat/outbox';
import type { Failure } from '@/lib/core/errors';

import { backoffMs } from '../realtime/backoff';
import { createStore } from '../realtime/store';
import { isPassing, isSignedOut, type ApiResult } from './api';
import { allIntents, forgetIntents, OutboxStore, type OutboxOwner } from './outbox-store';
import { OutboxTabs } from './outbox-tabs';

type OutboxOptions = OutboxOwner & {
  send: (intent: Intent) => Promise<ApiResult<unknown>>;
  /** Done, here or by another tab, with what the server answered: called before the intent leaves `intents`. */
  onAnswer: (intent: Intent, value: unknown) => void;
  /** The same, called after. */
  onDone: (intent: Intent, value: unknown) => void;
  onRefused: (intent: Intent, failure: Failure) => void;
  /** Nothing is sent until `wake`. */
  onSignedOut: () => void;
  /** A new UUID v7. */
  newId: () => string;
  isSeen: () => boolean;
};

const MAX_RETRY_MS = 30_000;
/** Conversations that are sent to at the same time; browsers have few connections. */
const MAX_TOGETHER = 4;

/**
 * Sends what the person asked for: in order in each conversation, each once, over reloads, crashes and several tabs,
 * and under this sign-in only. What the server refuses stays until it is sent again or discarded.
 */
export class Outbox {
  /** What is not done yet, in order; what was just asked for is in it at once. */
  readonly intents = createStore<readonly Intent[]>([]);
  readonly #options: OutboxOptions;
  readonly #store: OutboxStore;
  readonly #tabs: OutboxTabs;
  /** Steps that are not stored yet. */
  readonly #steps: Turn[] = [];
  readonly #busy = new Set<string>();
  readonly #rests = new Map<string, { tries: number; timer: ReturnType<typeof setTimeout> | null }>();
  #stored: Promise<readonly Intent[]> = Promise.resolve([]);
  #isSignedOut = false;

  constructor(options: OutboxOptions) {
    const { instance, personId, workspaceId, isSeen } = options;
    this.#options = options;
    this.#store = new OutboxStore({ instance, personId, workspaceId });
    this.#tabs = new OutboxTabs(`${instance}:outbox:${personId}:${workspaceId}`, {
      isSeen,
      onLead: () => this.#pump(),
      onMessage: (message) => {
        if (message.kind === 'done') this.#onDoneElsewhere(message.intent, message.value);
        else void this.#step(unchanged).then(() => this.#pump());
      },
    });
  }

  /** Takes up what is stored and sends, until the returned function is called. */
  start(): () => void {
    const stop = this.#tabs.start();
    void this.#step(unchanged).then(() => this.#pump());
    return () => {
      stop();
      for (const { timer } of this.#rests.values()) if (timer) clearTimeout(timer);
      this.#rests.clear();
      void this.#stored.then(() => this.#store.close());
    };
  }

  /** Whether leaving the page would lose something: only where the browser keeps nothing. */
  get isAtRisk(): boolean {
    return !this.#store.isLasting && countable(this.intents.get()).length > 0;
  }

  /** Whether something of this kind is not done yet in a conversation. */
  isWaiting(kind: IntentKind, conversationId: string): boolean {
    return this.intents
      .get()
      .some((intent) => intent.kind === kind && intent.conversationId === conversationId && !intent.failure);
  }

  /** How much the person asked for and is not done, in all their workspaces. */
  async countUnsent(): Promise<number> {
    const { instance, personId } = this.#options;
    const stored = countable(await allIntents(instance, personId)).length;
    return Math.max(stored, countable(this.intents.get()).length);
  }

  /** Forgets it all, at sign-out. */
  async forget(): Promise<void> {
    const { instance, personId } = this.#options;
    await this.#step(() => []);
    await forgetIntents(instance, personId);
  }

  add(draft: Draft): void {
    void this.#step(add(draft)).then(() => this.#pump());
  }

  retry(id: string): void {
    const ids = new Map<string, string>();
    const fresh = (old: string) => {
      const known = ids.get(old) ?? this.#options.newId();
      ids.set(old, known);
      return known;
    };
    void this.#step(retry(id, Date.now(), fresh)).then(() => this.wake());
  }

  discard(id: string): void {
    void this.#step(discard(id)).then(() => this.#pump());
  }

  /** The page goes away: tells what needs no answer, without waiting for the storage. It is repeated, should it not arrive. */
  leave(): void {
    if (this.#isSignedOut) return;
    for (const head of heads(this.intents.get()))
      if (isQuiet(head) && !this.#busy.has(head.conversationId)) void this.#options.send(head);
  }

  /** The connection, the person or the sign-in is back: tries at once. */
  wake(): void {
    this.#isSignedOut = false;
    for (const { timer } of this.#rests.values()) if (timer) clearTimeout(timer);
    this.#rests.clear();
    this.#tabs.lead();
    this.#pump();
  }

  /** Takes a step here at once, and on what is stored in its turn. @returns what is stored then */
  #step(turn: Turn): Promise<readonly Intent[]> {
    this.#steps.push(turn);
    this.intents.set(turn(this.intents.get()));
    this.#stored = this.#stored.then(async () => {
      let isChange = false;
      const stored = await this.#store.change((before) => {
        const after = turn(before);
        isChange = after !== before;
        return after;
      });
      this.#steps.shift();
      this.intents.set(this.#steps.reduce((intents, step) => step(intents), stored));
      if (isChange) this.#tabs.tell({ kind: 'changed' });
      return stored;
    });
    return this.#stored;
  }

  #pump(): void {
    if (!this.#tabs.isLeading || this.#isSignedOut) return;
    const intents = this.intents.get();
    if (expire(Date.now())(intents) !== intents) void this.#step(expire(Date.now()));
    for (const { id, conversationId } of heads(this.intents.get())) {
      if (this.#busy.size >= MAX_TOGETHER) return;
      if (!this.#busy.has(conversationId) && !this.#rests.get(conversationId)?.timer)
        void this.#send(id, conversationId);
    }
  }

  async #send(id: string, conversationId: string): Promise<void> {
    this.#busy.add(conversationId);
    const stored = await this.#step(begin(id));
    // As it is stored: another tab may have changed it, or taken it out.
    const intent = heads(stored).find((head) => head.id === id);
    if (intent && this.#tabs.isLeading) await this.#settle(intent, await this.#options.send(intent));
    this.#busy.delete(conversationId);
    this.#pump();
  }

  async #settle(intent: Intent, result: ApiResult<unknown>): Promise<void> {
    const { id, kind, conversationId } = intent;
    if (result.ok || (kind === 'remove' && result.error.code === 'gone')) {
      this.#rests.delete(conversationId);
      const value = result.ok ? result.value : null;
      this.#options.onAnswer(intent, value);
      this.#tabs.tell({ kind: 'done', intent, value });
      const stored = this.#step(finish(id));
      this.#options.onDone(intent, value);
      await stored;
    } else if (isSignedOut(result.error) || result.error.code === 'second_factor_needed') {
      this.#isSignedOut = true;
      this.#options.onSignedOut();
    } else if (isPassing(result.error)) {
      this.#rest(conversationId, result.error.retryAfterMs ?? 0);
    } else {
      const { code, message } = result.error;
      await this.#step(refuse(id, { code, message }));
      this.#options.onRefused(intent, result.error);
    }
  }

  #onDoneElsewhere(intent: Intent, value: unknown): void {
    this.#options.onAnswer(intent, value);
    this.intents.set(finish(intent.id)(this.intents.get()));
    this.#options.onDone(intent, value);
  }

  #rest(conversationId: string, atLeastMs: number): void {
    const tries = (this.#rests.get(conversationId)?.tries ?? 0) + 1;
    const restMs = Math.max(atLeastMs, backoffMs(tries, MAX_RETRY_MS));
    const timer = setTimeout(() => {
      this.#rests.set(conversationId, { tries, timer: null });
      this.#pump();
    }, restMs);
    this.#rests.set(conversationId, { tries, timer });
  }
}

const unchanged: Turn = (intents) => intents;

/** What the person would miss: without what they did not ask for in so many words, and without what goes with something else. */
export const countable = (intents: readonly Intent[]): Intent[] =>
  intents.filter((intent) => !isQuiet(intent) && intent.failure?.code !== NEEDS_POST);
