import { uuidv7 } from 'uuidv7';

import type { Intent } from '@/lib/chat/outbox';
import type { Conversation, Hint, Marks, Message, Notice } from '@/lib/chat/schemas';
import {
  conversationsOf,
  doubtsOf,
  forget,
  hearHint,
  hearMarks,
  hearMessage,
  hearNotice,
  hearPreview,
  hearRecount,
  markHere,
  readHere,
  silentOf,
  startUnread,
  takeFetched,
  unreadHere,
  type Choice,
  type Unread,
} from '@/lib/chat/unread';
import type { Failure } from '@/lib/core/errors';
import type { Member, WorkspaceFrame } from '@/lib/workspaces/schemas';

import { PresenceStore } from '../presence/presence-store';
import type { Hub } from '../realtime/hub';
import { createRefresher } from '../realtime/refresher';
import { serverNow } from '../realtime/server-clock';
import { createStore } from '../realtime/store';
import { callApi, isPassing, isSignedOut, type ApiResult } from './api';
import { isConversationMarked, isMessage } from './chat-events';
import { sendIntent } from './intents';
import { Marking } from './marking';
import { Outbox } from './outbox';
import { ReadMarks } from './read-marks';
import { TimelineShelf } from './timeline-shelf';
import { WorkspaceTopics } from './workspace-topics';

type Initial = { frame: WorkspaceFrame; members: readonly Member[]; conversations: readonly Conversation[] };

/** Many clients hear of the same change at once: they come back within this time, not together. */
const JITTER_MS = 1_500;
/** Counts that are in doubt are asked for this soon, and no more than so many at once. */
const DOUBT_MS = 250;
const MAX_ASKED = 200;
const MAX_REFUSALS = 4;
const PREVIEW_LENGTH = 140;

/** One workspace as this page knows it, kept right by events and, wherever events may be missing, by asking again. */
export class WorkspaceStore {
  readonly hub: Hub;
  readonly id: string;
  readonly frame;
  readonly members;
  /** No longer a member, or signed out: nothing of the workspace stays on the screen while the browser goes elsewhere. */
  readonly isOver = createStore(false);
  readonly conversations;
  readonly presence: PresenceStore;
  readonly outbox: Outbox;
  readonly reads: ReadMarks;
  readonly #marking: Marking;
  readonly timelines: TimelineShelf;
  readonly #topics: WorkspaceTopics;
  readonly #noticeListeners = new Set<(notice: Notice) => void>();
  #unread: Unread;
  /** Open on the screen without being in the list: public channels one only looks at, archived ones. */
  readonly #visited = createStore<ReadonlyMap<string, Conversation>>(new Map());
  #refusals = 0;
  #previewScreens = 0;
  readonly #listRefresh = createRefresher(() => this.#fetchList());
  readonly #doubtRefresh = createRefresher(() => this.#fetchDoubts());
  readonly #frameRefresh = createRefresher(() => this.#fetchFrame());
  readonly #memberRefresh = createRefresher(() => this.#fetchMembers());

  /** Reading that waits, and is shown as done already. */
  readonly #shownReads = new Set<string>();

  constructor(hub: Hub, instance: string, initial: Initial) {
    this.hub = hub;
    this.id = initial.frame.id;
    const who = { workspaceId: this.id, personId: initial.frame.me.userId };
    this.outbox = new Outbox({
      instance,
      ...who,
      newId: uuidv7,
      isSeen: () => document.visibilityState === 'visible',
      send: (intent) => sendIntent(intent, who),
      onAnswer: (intent, value) => this.timelines.takeAnswer(intent, value),
      onDone: (intent, value) => this.#onDone(intent, value),
      onRefused: () => this.refreshSoon(0),
      onSignedOut: () => this.refreshFrameSoon(),
    });
    this.frame = createStore(initial.frame);
    this.members = createStore(membersById(initial.members));
    this.conversations = createStore(initial.conversations);
    this.#unread = startUnread(initial.conversations);
    this.reads = new ReadMarks(this.outbox);
    this.#marking = new Marking(this.id, (id, marks) => this.noteMarks(id, marks));
    this.presence = new PresenceStore({
      me: () => this.frame.get().me.id,
      report: (body, options) => callApi('POST', '/presence', { workspaceId: this.id, body, ...options }),
      setStatus: (body) => callApi('PUT', '/status', { workspaceId: this.id, body }),
      onReturn: (listener) => hub.onReturn(listener),
    });
    this.timelines = new TimelineShelf(this);
    this.#topics = new WorkspaceTopics(this);
  }

  /** Goes live until the returned function is called. */
  start(): () => void {
    const refreshers = [this.#listRefresh, this.#doubtRefresh, this.#frameRefresh, this.#memberRefresh];
    for (const refresher of refreshers) refresher.resume();
    const stops = [
      this.#topics.start(),
      this.outbox.start(),
      this.outbox.intents.subscribe(() => this.#showWaiting()),
      this.hub.onReturn(() => this.outbox.wake()),
      this.hub.connection.subscribe(() => this.hub.connection.get() === 'open' && this.outbox.wake()),
      this.presence.start(),
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
    const flush = () => {
      this.reads.flush();
      this.outbox.leave();
    };
    addEventListener('pagehide', flush);
    return () => removeEventListener('pagehide', flush);
  }

  /** Takes what the server rendered anew. */
  adopt({ frame, members, conversations }: Initial): void {
    this.frame.set(frame);
    this.members.set(membersById(members));
    this.#take(conversations);
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

  noteMessage(message: Omit<Message, 'id' | 'createdAt' | 'editedAt'>, at: string): void {
    const { conversationId, seq, version, authorId, body, deletedAt } = message;
    const isOwn = authorId === this.frame.get().me.id;
    const preview = {
      seq,
      version,
      authorId,
      text: body.slice(0, PREVIEW_LENGTH),
      at,
      isDeleted: deletedAt !== null,
    };
    this.#turn((unread) =>
      hearPreview(hearMessage(unread, { conversationId, seq, isOwn, at }), conversationId, preview),
    );
  }

  /** A message was deleted: it does not count any more. */
  noteDeleted(message: { conversationId: string; seq: number; version: number }): void {
    this.#turn((unread) => hearRecount(unread, message));
  }

  noteHints(hints: readonly Hint[]): void {
    const at = serverNow();
    this.#turn((unread) => hints.reduce((next, hint) => hearHint(next, hint, at), unread));
  }

  noteNotice(notice: Notice): void {
    for (const listener of this.#noticeListeners) listener(notice);
    if (notice.workspaceId !== this.id) return;
    // The first message of a new direct conversation; or a mention where one is no member.
    if (!this.conversations.get().some(({ id }) => id === notice.conversationId)) this.refreshSoon(0);
    const { conversationId, seq, version, authorId, preview: text } = notice;
    const at = serverNow();
    const preview = { seq, version, authorId, text, at, isDeleted: false };
    this.#turn((unread) => hearPreview(hearNotice(unread, notice, at), conversationId, preview));
  }

  /** The person has read, marked unread, muted, pinned or archived, here or on another device. */
  noteMarks(conversationId: string, marks: Marks): void {
    if (!this.#isWaiting(conversationId))
      this.#turn((unread) => hearMarks(unread, { ...marks, conversationId }));
  }

  noteLeft(conversationId: string): void {
    this.#turn((unread) => forget(unread, conversationId));
    this.refreshSoon(0);
    this.timelines.check(conversationId);
  }

  markRead(conversationId: string, seq: number): void {
    const known = this.conversation(conversationId);
    if (!known?.isMember || seq <= known.lastReadSeq || !this.reads.read(conversationId, seq)) return;
    this.#turn((unread) => readHere(unread, conversationId, seq));
  }

  markUnreadFrom(conversationId: string, seq: number): void {
    const known = this.conversation(conversationId);
    if (!known?.isMember) return;
    this.reads.unread(conversationId, Math.max(0, seq - 1), known.seq);
    // Where it is not looked at, opening it reads it again.
    if (!this.timelines.isOpen(conversationId)) this.reads.release(conversationId);
    this.#turn((unread) => unreadHere(unread, conversationId, Math.max(0, seq - 1)));
  }

  /**
   * Mutes, pins or archives a conversation for the person: shown at once, and taken back when the server refuses.
   * @returns why it was refused; null when it was not
   */
  async mark(conversationId: string, choice: Choice): Promise<Failure | null> {
    this.#turn((unread) => markHere(unread, conversationId, choice));
    const failure = await this.#marking.mark(conversationId, choice);
    if (failure !== null) this.refreshSoon(0);
    return failure;
  }

  /** Until the returned function is called, the last words of conversations are asked for where only hints came. */
  showPreviews(): () => void {
    this.#previewScreens += 1;
    this.refreshSoon(0);
    return () => {
      this.#previewScreens -= 1;
    };
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => {
      this.#noticeListeners.delete(listener);
    };
  }

  #showWaiting(): void {
    this.timelines.showWaiting();
    for (const { id, kind, conversationId, body } of this.outbox.intents.get()) {
      if (kind !== 'read' || this.#shownReads.has(id)) continue;
      this.#shownReads.add(id);
      const show = body?.['unread'] === true ? unreadHere : readHere;
      this.#turn((unread) => show(unread, conversationId, Number(body?.['seq'])));
    }
  }

  #onDone({ kind, conversationId }: Intent, value: unknown): void {
    if (kind === 'post' && isMessage(value)) this.noteMessage(value, value.createdAt);
    const marked: unknown = typeof value === 'object' && value !== null ? { ...value, conversationId } : null;
    if (kind === 'read' && isConversationMarked(marked)) this.noteMarks(conversationId, marked);
  }

  #turn(change: (unread: Unread) => Unread): void {
    this.#unread = change(this.#unread);
    this.conversations.set(conversationsOf(this.#unread));
    if (this.#askable().length > 0) this.#doubtRefresh.soon(DOUBT_MS + Math.random() * DOUBT_MS);
  }

  async #fetchList(): Promise<'done' | 'again'> {
    const asked = await this.#call<{ conversations: Conversation[] }>('/team-chat/conversations');
    if (!asked.ok) return isPassing(asked.error) ? 'again' : 'done';
    this.#take(asked.value.conversations);
    for (const id of this.#visited.get().keys()) {
      if (asked.value.conversations.some((listed) => listed.id === id)) continue;
      const one = await this.#call<Conversation>(`/team-chat/channels/${id}`);
      if (one.ok && this.#visited.get().has(id))
        this.#visited.set(new Map(this.#visited.get()).set(id, one.value));
    }
    return 'done';
  }

  async #fetchDoubts(): Promise<'done' | 'again'> {
    const ids = this.#askable().slice(0, MAX_ASKED);
    if (ids.length === 0) return 'done';
    const asked = await this.#call<{ conversations: Conversation[] }>('/team-chat/conversations', {
      ids: ids.join(','),
    });
    if (!asked.ok) return isPassing(asked.error) ? 'again' : 'done';
    this.#take(
      asked.value.conversations.filter(({ isArchived }) => !isArchived),
      ids,
    );
    return 'done';
  }

  #take(fetched: readonly Conversation[], ids?: readonly string[]): void {
    const isWaiting = (id: string) => this.#isWaiting(id);
    this.#turn((unread) => takeFetched(unread, fetched, { ids, isWaiting }));
  }

  #askable(): string[] {
    const silent = this.#previewScreens > 0 ? silentOf(this.conversations.get()) : [];
    return [...new Set([...doubtsOf(this.#unread), ...silent])];
  }

  #isWaiting(conversationId: string): boolean {
    return this.reads.isWaiting(conversationId) || this.#marking.isWaiting(conversationId);
  }

  async #fetchFrame(): Promise<'done' | 'again'> {
    const asked = await this.#call<WorkspaceFrame>('/organizations/current');
    if (asked.ok) {
      this.#refusals = 0;
      const before = this.frame.get();
      // Somebody else has signed in meanwhile, in another tab: their page shows other things.
      if (asked.value.me.userId !== before.me.userId) window.location.reload();
      else this.frame.set(JSON.stringify(before) === JSON.stringify(asked.value) ? before : asked.value);
      return 'done';
    }
    if (isPassing(asked.error)) return 'again';
    // While Auth is away, an expired session looks like none: only one that stays refused is taken for over.
    this.#refusals += 1;
    if (asked.error.code === 'unauthenticated' && this.#refusals < MAX_REFUSALS) return 'again';
    // No longer a member, or signed out: /w shows what is left, or asks to sign in.
    if (asked.error.code === 'not_found' || isSignedOut(asked.error)) {
      this.isOver.set(true);
      window.location.assign('/w');
    }
    return 'done';
  }

  async #fetchMembers(): Promise<'done' | 'again'> {
    const asked = await this.#call<{ members: Member[] }>('/users');
    if (asked.ok) this.members.set(membersById(asked.value.members));
    return asked.ok || !isPassing(asked.error) ? 'done' : 'again';
  }

  #call<T>(path: string, query: Record<string, string> = {}): Promise<ApiResult<T>> {
    return callApi<T>('GET', path, { workspaceId: this.id, query });
  }
}

const membersById = (members: readonly Member[]): ReadonlyMap<string, Member> =>
  new Map(members.map((member) => [member.id, member]));
