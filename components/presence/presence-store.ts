import { uuidv7 } from 'uuidv7';

import type { Failure } from '@/lib/core/errors';
import type { OwnStatus, Presence } from '@/lib/presence/schemas';

import { createStore } from '../realtime/store';
import { Attention } from './attention';
import { CallBudget } from './call-budget';
import { isOver } from './moments';
import { isAvailability, isPresence } from './presence-event';

type Answer<T> = { ok: true; value: T } | { ok: false; error: Failure };

export type ReportInput = { deviceId: string; state: 'active' | 'away' | 'gone'; watch: readonly string[] };
type Report = { presences: Presence[]; status: OwnStatus };

/** What the store needs of the page it lives on. */
type PresenceHost = {
  /** Own member id. */
  me: () => string;
  /** POST /presence; with `keepalive` it outlives the page. */
  report: (body: ReportInput, options?: { keepalive: boolean }) => Promise<Answer<Report>>;
  /** PUT /status. */
  setStatus: (body: StatusInput) => Promise<Answer<OwnStatus>>;
  onReturn: (listener: () => void) => () => void;
};

/** What may be said of oneself; what is left out stays, null clears. */
export type StatusInput = {
  availability?: { kind: OwnStatus['availability']; until: string | null } | null;
  custom?: { emoji: string; text: string; until: string | null } | null;
};

/** As the server takes it: a hundred people a call, of whom one is oneself. */
const MAX_WATCHED = 99;
const VISIBLE_MS = 45_000;
const HIDDEN_MS = 55_000;
/** Several things that come on the screen together are asked for together. */
const TOGETHER_MS = 80;
const BUSY_MS = 500;
const RETRY_MS = 15_000;
/** Whoever goes offline may just be loading the page again. */
const LEAVING_MS = 4_000;
/** The server takes a page that was silent for this long for closed. */
const SILENT_MS = 75_000;

const NOTHING: OwnStatus = {
  availability: 'auto',
  availabilityUntil: null,
  emoji: '',
  text: '',
  until: null,
};

/** What belongs to the page, not to a workspace: going from one to another neither opens a device nor frees calls. */
type Page = { deviceId: string | undefined; readonly budget: CallBudget };

export const newPage = (): Page => ({ deviceId: undefined, budget: new CallBudget() });

const thisPage = newPage();

/**
 * How the people on the screen are, and the server's knowledge of this page. Polls for at most a hundred people, those
 * that were asked for longest ago first, whatever the size of the workspace; hears of the closest at once.
 */
export class PresenceStore {
  readonly people = createStore<ReadonlyMap<string, Presence>>(new Map());
  /** What one has said of oneself. */
  readonly status = createStore<OwnStatus>(NOTHING);
  readonly #host: PresenceHost;
  readonly #page: Page;
  readonly #attention = new Attention(() => this.#soon(0));
  readonly #watched = new Map<string, number>();
  readonly #askedMs = new Map<string, number>();
  /** Of whom something was heard while a call was under way: what it answers may be older. */
  readonly #heard = new Set<string>();
  readonly #leaving = new Map<string, ReturnType<typeof setTimeout>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = Infinity;
  #answeredMs = 0;
  #isRunning = false;
  #hasLeft = false;
  #isCalling = false;

  constructor(host: PresenceHost, page: Page = thisPage) {
    this.#host = host;
    this.#page = page;
  }

  /** Calls until the returned function is called. */
  start(): () => void {
    this.#isRunning = true;
    this.#hasLeft = false;
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('pagehide', () => void this.leave(), { signal });
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#return(), { signal });
    document.addEventListener('visibilitychange', () => this.#onVisibility(), { signal });
    const stops = [this.#attention.start(), this.#host.onReturn(() => this.#return())];
    this.#soon(TOGETHER_MS);
    return () => {
      this.#isRunning = false;
      stop.abort();
      for (const end of stops) end();
      for (const timer of this.#leaving.values()) clearTimeout(timer);
      clearTimeout(this.#timer);
      this.#dueMs = Infinity;
    };
  }

  /** Keeps these people's presence up to date until the returned function is called. */
  watch(memberIds: Iterable<string>): () => void {
    const ids = [...memberIds];
    for (const id of ids) {
      this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
      if (Date.now() - (this.#askedMs.get(id) ?? 0) > VISIBLE_MS && document.visibilityState === 'visible')
        this.#soon(TOGETHER_MS);
    }
    return () => {
      for (const id of ids) {
        const left = (this.#watched.get(id) ?? 1) - 1;
        if (left > 0) this.#watched.set(id, left);
        else this.#watched.delete(id);
      }
    };
  }

  stateOf(memberId: string): Presence['state'] {
    return this.people.get().get(memberId)?.state ?? 'offline';
  }

  /** Takes what an event said. */
  hear(payload: unknown): void {
    if (!isPresence(payload)) return;
    const { memberId } = payload;
    this.#heard.add(memberId);
    clearTimeout(this.#leaving.get(memberId));
    if (payload.state === 'offline' && this.stateOf(memberId) !== 'offline')
      this.#leaving.set(
        memberId,
        setTimeout(() => this.#keep([payload]), LEAVING_MS),
      );
    else this.#keep([payload]);
    if (memberId !== this.#host.me()) return;
    const { emoji, text, until } = payload;
    const said = isAvailability(payload)
      ? { availability: payload.availability, availabilityUntil: payload.availabilityUntil }
      : {};
    this.status.set({ ...this.status.get(), ...said, emoji, text, until });
  }

  /** Whether the person asked not to be disturbed. */
  isQuiet(): boolean {
    const { availability, availabilityUntil } = this.status.get();
    return availability === 'dnd' && !isOver(availabilityUntil);
  }

  async say(input: StatusInput): Promise<Answer<OwnStatus>> {
    const answer = await this.#host.setStatus(input);
    if (answer.ok) {
      this.status.set(answer.value);
      this.#return();
    }
    return answer;
  }

  /** Says that the page is being closed, or its person signs out. Should they stay after all, it is another device. */
  async leave(): Promise<void> {
    clearTimeout(this.#timer);
    this.#dueMs = Infinity;
    this.#hasLeft = true;
    const leaving = this.#page.deviceId;
    this.#page.deviceId = undefined;
    if (leaving === undefined || this.#page.budget.take(Date.now(), 'last') > 0) return;
    await this.#host.report({ deviceId: leaving, state: 'gone', watch: [] }, { keepalive: true });
  }

  #onVisibility(): void {
    if (document.visibilityState === 'visible') this.#return();
  }

  #return(): void {
    this.#hasLeft = false;
    this.#soon(TOGETHER_MS);
  }

  #soon(delayMs: number): void {
    const dueMs = Date.now() + delayMs;
    if (!this.#isRunning || this.#hasLeft || dueMs >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => void this.#call(), delayMs);
  }

  async #call(): Promise<void> {
    const nowMs = Date.now();
    this.#dueMs = Infinity;
    const waitMs = this.#isCalling ? BUSY_MS : this.#page.budget.take(nowMs);
    if (waitMs > 0) {
      this.#soon(waitMs);
      return;
    }
    const isVisible = document.visibilityState === 'visible';
    // From the call, not from its answer: the timers of hidden pages run once a minute, and a late one waits for the next.
    this.#soon(isVisible ? VISIBLE_MS * (0.9 + Math.random() * 0.2) : HIDDEN_MS);
    this.#isCalling = true;
    this.#heard.clear();
    this.#page.deviceId ??= uuidv7();
    const { deviceId } = this.#page;
    const asked = isVisible ? this.#choose() : [];
    for (const id of asked) this.#askedMs.set(id, nowMs);
    const answer = await this.#host.report({ deviceId, state: this.#attention.state, watch: asked });
    this.#isCalling = false;
    if (answer.ok) this.#take(answer.value, asked);
    else this.#onFailure();
  }

  /** Those asked for longest ago, so that each has their turn where there are more than one call takes. */
  #choose(): string[] {
    const me = this.#host.me();
    const others = [...this.#watched.keys()].filter((id) => id !== me);
    others.sort((a, b) => (this.#askedMs.get(a) ?? 0) - (this.#askedMs.get(b) ?? 0));
    if (others.slice(MAX_WATCHED).some((id) => !this.#askedMs.has(id))) this.#soon(1_000);
    return [me, ...others.slice(0, MAX_WATCHED)];
  }

  #take({ presences, status }: Report, asked: readonly string[]): void {
    this.#answeredMs = Date.now();
    if (!this.#heard.has(this.#host.me())) this.status.set(status);
    const answered = new Set(presences.map(({ memberId }) => memberId));
    const missing = asked.filter((id) => !answered.has(id) && this.people.get().has(id));
    const news = presences.filter(({ memberId }) => !this.#heard.has(memberId));
    this.#keep(news, missing);
  }

  #onFailure(): void {
    this.#soon(RETRY_MS * (0.5 + Math.random()));
    const me = this.people.get().get(this.#host.me());
    // So the others see it by now.
    if (me && Date.now() - this.#answeredMs > SILENT_MS) this.#keep([{ ...me, state: 'offline' }]);
  }

  #keep(presences: readonly Presence[], missing: readonly string[] = []): void {
    const next = new Map(this.people.get());
    for (const presence of presences) {
      clearTimeout(this.#leaving.get(presence.memberId));
      next.set(presence.memberId, presence);
    }
    for (const id of missing) next.delete(id);
    this.people.set(next);
  }
}
