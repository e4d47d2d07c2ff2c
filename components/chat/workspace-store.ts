import type { Conversation, Notice } from '@/lib/chat/schemas';
import type { Member, WorkspaceFrame } from '@/lib/workspaces/schemas';

import type { Hub } from '../realtime/hub';
import { createRefresher } from '../realtime/refresher';
import { createStore } from '../realtime/store';
import { callApi, isPassing, isSignedOut, type ApiResult } from './api';
import { ReadMarks } from './read-marks';
import { TimelineShelf } from './timeline-shelf';
import { advance, countMention, mergeList, setRead } from './workspace-state';
import { WorkspaceTopics } from './workspace-topics';

type Initial = { frame: WorkspaceFrame; members: readonly Member[]; conversations: readonly Conversation[] };

/** Many clients hear of the same change at once: they come back within this time, not together. */
const JITTER_MS = 1_500;
const MAX_REFUSALS = 4;

/** One workspace as this page knows it, kept right by events and, wherever events may be missing, by asking again. */
export class WorkspaceStore {
  readonly hub: Hub;
  readonly id: string;
  readonly frame;
  readonly members;
  readonly conversations;
  readonly online = createStore<ReadonlySet<string>>(new Set());
  readonly reads: ReadMarks;
  readonly timelines: TimelineShelf;
  readonly #topics: WorkspaceTopics;
  readonly #noticeListeners = new Set<(notice: Notice) => void>();
  /** Conversations of which something was heard while the list was being fetched. */
  readonly #touched = new Set<string>();
  /** Up to which message the server had counted mentions. */
  readonly #counted = new Map<string, number>();
  /** Open on the screen without being in the list: public channels one only looks at, archived ones. */
  readonly #visited = createStore<ReadonlyMap<string, Conversation>>(new Map());
  #refusals = 0;
  readonly #listRefresh = createRefresher(() => this.#fetchList());
  readonly #frameRefresh = createRefresher(() => this.#fetchFrame());
  readonly #memberRefresh = createRefresher(() => this.#fetchMembers());

  constructor(hub: Hub, initial: Initial) {
    this.hub = hub;
    this.id = initial.frame.id;
    this.frame = createStore(initial.frame);
    this.members = createStore(membersById(initial.members));
    this.conversations = createStore(initial.conversations);
    this.#noteCounted(initial.conversations);
    this.reads = new ReadMarks(hub, this.id, (id, seq) => this.#onReadSaved(id, seq));
    this.timelines = new TimelineShelf(this);
    this.#topics = new WorkspaceTopics(this);
  }

  /** Goes live until the returned function is called. */
  start(): () => void {
    const refreshers = [this.#listRefresh, this.#frameRefresh, this.#memberRefresh];
    for (const refresher of refreshers) refresher.resume();
    const stops = [
      this.#topics.start(),
      this.hub.onReturn(() => {
        this.#listRefresh.soon(0);
        this.#frameRefresh.soon(500);
      }),
      () => {
        for (const refresher of refreshers) refresher.stop();
      },
      this.#flushOnLeaving(),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  #flushOnLeaving(): () => void {
    const flush = () => this.reads.flush();
    addEventListener('pagehide', flush);
    return () => removeEventListener('pagehide', flush);
  }

  /** Takes what the server rendered anew. */
  adopt({ frame, members, conversations }: Initial): void {
    this.frame.set(frame);
    this.members.set(membersById(members));
    this.#takeList(conversations);
    this.#listRefresh.soon(1_000);
  }

  /** A conversation as it is now, also one that is open without being in the list. */
  conversation(id: string): Conversation | undefined {
    return this.conversations.get().find((known) => known.id === id) ?? this.#visited.get().get(id);
  }

  subscribeConversation = (listener: () => void): (() => void) => {
    const stops = [this.conversations.subscribe(listener), this.#visited.subscribe(listener)];
    return () => {
      for (const stop of stops) stop();
    };
  };

  /** Keeps a conversation up to date that is on the screen, in the list or not, until it is left. */
  visit(conversation: Conversation): void {
    if (this.#visited.get().has(conversation.id)) return;
    this.#visited.set(new Map(this.#visited.get()).set(conversation.id, conversation));
  }

  leave(conversationId: string): void {
    const visited = new Map(this.#visited.get());
    visited.delete(conversationId);
    this.#visited.set(visited);
    this.reads.release(conversationId);
  }

  refresh = (): Promise<void> => this.#listRefresh.now();

  /** Asks again soon: the list may have changed. With `spread` many clients do not ask at once. */
  refreshSoon(delayMs: number, spread: 'together' | 'spread' = 'together'): void {
    this.#listRefresh.soon(delayMs + (spread === 'spread' ? Math.random() * JITTER_MS : 0));
  }

  refreshFrameSoon(spread: 'together' | 'spread' = 'together'): void {
    this.#frameRefresh.soon(spread === 'spread' ? Math.random() * JITTER_MS : 100);
  }

  refreshMembersSoon(): void {
    this.#memberRefresh.soon(200 + Math.random() * JITTER_MS);
  }

  noteMessage(conversationId: string, seq: number, authorId: string, at: string): void {
    const isMine = authorId === this.frame.get().me.id;
    this.#touched.add(conversationId);
    this.#change((list) => advance(list, conversationId, { seq, isMine, at }));
  }

  noteNotice(notice: Notice): void {
    for (const listener of this.#noticeListeners) listener(notice);
    if (notice.workspaceId !== this.id) return;
    const list = this.conversations.get();
    // The first message of a new direct conversation; or a mention where one is no member.
    if (!list.some(({ id }) => id === notice.conversationId)) this.refreshSoon(0);
    const counted = this.#counted.get(notice.conversationId) ?? 0;
    this.conversations.set(countMention(list, notice, counted));
    if (notice.seq > counted) this.#counted.set(notice.conversationId, notice.seq);
    this.noteMessage(notice.conversationId, notice.seq, notice.authorId, new Date().toISOString());
  }

  /** Another device of the person has read, or marked unread. */
  noteRead(conversationId: string, lastReadSeq: number): void {
    if (this.reads.isWaiting(conversationId)) return;
    this.#touched.add(conversationId);
    const before = this.conversation(conversationId);
    this.#change((list) => setRead(list, conversationId, lastReadSeq));
    if (before && before.mentionCount > 0 && lastReadSeq < before.seq) this.refreshSoon(200);
    if (before && lastReadSeq < before.lastReadSeq) this.refreshSoon(200);
  }

  noteLeft(conversationId: string): void {
    this.conversations.set(this.conversations.get().filter(({ id }) => id !== conversationId));
    this.refreshSoon(0);
    this.timelines.check(conversationId);
  }

  markRead(conversationId: string, seq: number): void {
    const known = this.conversation(conversationId);
    if (!known?.isMember || seq <= known.lastReadSeq || !this.reads.read(conversationId, seq)) return;
    this.#change((list) => setRead(list, conversationId, seq));
  }

  markUnreadFrom(conversationId: string, seq: number): void {
    const known = this.conversation(conversationId);
    if (!known?.isMember) return;
    this.reads.unread(conversationId, Math.max(0, seq - 1), known.seq);
    this.#change((list) => setRead(list, conversationId, Math.max(0, seq - 1)));
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => {
      this.#noticeListeners.delete(listener);
    };
  }

  /** Of the list, and of what is open beside it. */
  #change(turn: (list: readonly Conversation[]) => readonly Conversation[]): void {
    this.conversations.set(turn(this.conversations.get()));
    const before = [...this.#visited.get().values()];
    const after = turn(before);
    if (after !== before) this.#visited.set(new Map(after.map((visited) => [visited.id, visited])));
  }

  #onReadSaved(conversationId: string, lastReadSeq: number): void {
    const known = this.conversation(conversationId);
    this.#change((list) => setRead(list, conversationId, lastReadSeq));
    if (known && lastReadSeq < known.seq) this.refreshSoon(100);
  }

  async #fetchList(): Promise<'done' | 'again'> {
    this.#touched.clear();
    const asked = await this.#call<{ conversations: Conversation[] }>('/team-chat/conversations');
    if (!asked.ok) return isPassing(asked.error) ? 'again' : 'done';
    this.#takeList(asked.value.conversations);
    for (const id of this.#visited.get().keys()) {
      if (asked.value.conversations.some((listed) => listed.id === id)) continue;
      const one = await this.#call<Conversation>(`/team-chat/channels/${id}`);
      if (one.ok && this.#visited.get().has(id))
        this.#visited.set(new Map(this.#visited.get()).set(id, one.value));
    }
    return 'done';
  }

  #takeList(fetched: readonly Conversation[]): void {
    const isTouched = (id: string) => this.#touched.has(id) || this.reads.isWaiting(id);
    this.#noteCounted(fetched);
    this.conversations.set(mergeList(this.conversations.get(), fetched, isTouched));
    if (this.#touched.size > 0) this.refreshSoon(1_000);
  }

  #noteCounted(conversations: readonly Conversation[]): void {
    for (const { id, seq } of conversations) this.#counted.set(id, Math.max(seq, this.#counted.get(id) ?? 0));
  }

  async #fetchFrame(): Promise<'done' | 'again'> {
    const asked = await this.#call<WorkspaceFrame>('/organizations/current');
    if (asked.ok) {
      this.#refusals = 0;
      const before = this.frame.get();
      this.frame.set(JSON.stringify(before) === JSON.stringify(asked.value) ? before : asked.value);
      return 'done';
    }
    if (isPassing(asked.error)) return 'again';
    // While Auth is away, an expired session looks like none: only one that stays refused is taken for over.
    this.#refusals += 1;
    if (asked.error.code === 'unauthenticated' && this.#refusals < MAX_REFUSALS) return 'again';
    // No longer a member, or signed out: /w shows what is left, or asks to sign in.
    if (asked.error.code === 'not_found' || isSignedOut(asked.error)) window.location.assign('/w');
    return 'done';
  }

  async #fetchMembers(): Promise<'done' | 'again'> {
    const asked = await this.#call<{ members: Member[] }>('/users');
    if (asked.ok) this.members.set(membersById(asked.value.members));
    return asked.ok || !isPassing(asked.error) ? 'done' : 'again';
  }

  #call<T>(path: string): Promise<ApiResult<T>> {
    return callApi<T>('GET', path, { workspaceId: this.id });
  }
}

const membersById = (members: readonly Member[]): ReadonlyMap<string, Member> =>
  new Map(members.map((member) => [member.id, member]));
