import type { Intent } from '@/lib/chat/outbox';
import type { MessagePage } from '@/lib/chat/schemas';
import {
  applyChanges,
  applyEvent,
  applyNewer,
  applyOlder,
  confirmOutgoing,
  endWish,
  isBehind,
  itemsOf,
  replaceWindow,
  startTimeline,
  type Changes,
  type Timeline,
  type TimelineItem,
} from '@/lib/chat/timeline';
import type { Attachment } from '@/lib/files/schemas';

import { createRefresher } from '../realtime/refresher';
import { createStore } from '../realtime/store';
import { callApi, isPassing, type ApiResult } from './api';
import { isMessage, isMessageChanged, isReactionChanged, isVersioned } from './chat-events';
import { editIntent, postIntent, reactIntent, removeIntent, showIntents } from './intents';
import { Typing } from './typing';
import type { WorkspaceStore } from './workspace-store';

export type TimelineView = {
  items: readonly TimelineItem[];
  hasOlder: boolean;
  hasNewer: boolean;
  /** Members who are writing just now. */
  typing: readonly string[];
  /** The person may not see this conversation any more. */
  isGone: boolean;
};

/** Events come in order; one that is missing this long is lost. */
const REORDER_MS = 300;
const PAGE_SIZE = 50;

/** One conversation's messages, live while open, and what the person does to them. */
export class TimelineStore {
  readonly conversationId: string;
  readonly view;
  readonly #workspace: WorkspaceStore;
  readonly #typing: Typing;
  readonly #catchUp = createRefresher(() => this.#fetchChanges());
  #timeline: Timeline;
  #adopted: MessagePage;
  #isGone = false;
  #screens = 0;
  #loading: Promise<void> | null = null;

  constructor(workspace: WorkspaceStore, conversationId: string, page: MessagePage) {
    this.#workspace = workspace;
    this.conversationId = conversationId;
    this.#timeline = startTimeline(page);
    this.#adopted = page;
    this.#typing = new Typing(workspace.hub, () => this.#show());
    this.view = createStore(this.#look());
  }

  get isOpen(): boolean {
    return this.#screens > 0;
  }

  /** Goes live on the conversation's topic of this moment, until the returned function is called. */
  open(topicName: string): () => void {
    this.#screens += 1;
    this.#catchUp.resume();
    this.showWaiting();
    const leave = this.#workspace.hub.join(topicName, {
      onEvent: (event, payload) => this.#onEvent(event, payload),
      onSubscribed: () => void this.#catchUp.now(),
      onRefused: () => {
        this.check();
        this.#workspace.refreshSoon(0, 'spread');
      },
    });
    const stopTyping = this.#typing.join(`peer:${topicName}`);
    const stopReturn = this.#workspace.hub.onReturn(() => this.check());
    return () => {
      this.#screens -= 1;
      if (!this.isOpen) this.#catchUp.stop();
      leave();
      stopTyping();
      stopReturn();
    };
  }

  /** Whether the messages of a page are all among those shown, or were until the person went elsewhere. */
  covers(page: MessagePage): boolean {
    const { known } = this.#timeline;
    const first = known[0]?.item.seq ?? 1;
    const last = known.at(-1)?.item.seq ?? 0;
    return page === this.#adopted || page.messages.every(({ seq }) => seq >= first && seq <= last);
  }

  /** Takes a page that the server rendered, once. While open, what is here is fresher, unless it is another place. */
  adopt(page: MessagePage): void {
    if (page === this.#adopted) return;
    const isElsewhere = !this.covers(page);
    this.#adopted = page;
    if (this.isOpen) this.check();
    else if (isElsewhere || page.version > this.#timeline.version)
      this.#set(replaceWindow(this.#timeline, page));
  }

  /** What a page shows that is not taken in yet. */
  preview(page: MessagePage): TimelineView {
    return this.#look(replaceWindow(this.#timeline, page));
  }

  /** Asks the server what is missing, and whether the conversation may still be seen. */
  check(): void {
    this.#catchUp.soon(0);
  }

  loadOlder = (): Promise<void> =>
    this.#load(async () => {
      const before = this.#timeline.known[0]?.item.seq;
      if (before === undefined || !this.#timeline.hasOlder) return;
      const page = await this.#page({ before });
      if (page) this.#set(applyOlder(this.#timeline, page));
    });

  loadNewer = (): Promise<void> =>
    this.#load(async () => {
      const after = this.#timeline.known.at(-1)?.item.seq;
      if (after === undefined || !this.#timeline.hasNewer) return;
      const page = await this.#page({ after });
      if (page) this.#set(applyNewer(this.#timeline, page));
    });

  /** Shows the messages around this one; at once, when they are here already. */
  jumpTo = async (seq: number): Promise<void> => {
    if (this.#timeline.known.some(({ item }) => item.seq === seq)) return;
    const page = await this.#page({ around: seq });
    if (page && page.messages.length > 0) this.#set(replaceWindow(this.#timeline, page));
    else if (page) await this.jumpToNewest();
  };

  jumpToNewest = async (): Promise<void> => {
    if (!this.#timeline.hasNewer) return;
    const page = await this.#page({});
    if (page) this.#set(replaceWindow(this.#timeline, page));
  };

  post = (body: string, files: readonly Attachment[]): void => {
    this.#typing.rest();
    this.#workspace.outbox.add(postIntent(this.conversationId, body, files));
    void this.jumpToNewest();
  };

  edit = (id: string, body: string): void =>
    this.#workspace.outbox.add(editIntent(this.conversationId, id, body));

  remove = (id: string): void => this.#workspace.outbox.add(removeIntent(this.conversationId, id));

  react = (id: string, emoji: string, isOn: boolean): void =>
    this.#workspace.outbox.add(reactIntent(this.conversationId, id, { emoji, isOn }));

  /** Shows what waits in the outbox. Not before the first screen: the server renders without it, and hydration compares. */
  showWaiting(): void {
    if (!this.isOpen) return;
    const mine = this.#workspace.outbox.intents
      .get()
      .filter(({ conversationId }) => conversationId === this.conversationId);
    const next = showIntents(this.#timeline, mine, this.#workspace.frame.get().me.id);
    if (next !== this.#timeline) this.#set(next);
  }

  /** Takes the server's answer to something asked here: it is shown until the record has it. */
  takeAnswer({ id, kind }: Intent, value: unknown): void {
    if (kind === 'post' && isMessage(value)) this.#set(confirmOutgoing(this.#timeline, value));
    else if (kind !== 'post')
      this.#set(endWish(this.#timeline, id, isVersioned(value) ? value.version : null));
  }

  noteTyping = (): void => {
    const { me } = this.#workspace.frame.get();
    if (this.#workspace.conversation(this.conversationId)?.isMember) this.#typing.tell(me.id);
  };

  /** Tells nothing more on a topic that was left: somebody may still be there who was removed. */
  hush(): void {
    this.#typing.hush();
  }

  markRead = (seq: number): void => this.#workspace.markRead(this.conversationId, seq);

  markUnreadFrom = (seq: number): void => this.#workspace.markUnreadFrom(this.conversationId, seq);

  #onEvent(event: string, payload: unknown): void {
    if (event === 'message.changed' && isMessageChanged(payload)) {
      const { authorId, createdAt, deletedAt } = payload.message;
      this.#typing.end(authorId);
      this.#workspace.noteMessage(payload.message, createdAt);
      if (deletedAt !== null) this.#workspace.noteDeleted(payload.message);
      this.#set(applyEvent(this.#timeline, { event, ...payload }));
    } else if (event === 'reaction.changed' && isReactionChanged(payload)) {
      this.#set(applyEvent(this.#timeline, { event, ...payload }));
    } else if (event === 'topic.moved' || event === 'conversation.changed') {
      if (event === 'topic.moved') this.hush();
      // Who does not belong may have lost it by this: a channel that was public.
      if (!this.#workspace.conversation(this.conversationId)?.isMember) this.check();
      this.#workspace.refreshSoon(0, 'spread');
    }
  }

  async #fetchChanges(): Promise<'done' | 'again'> {
    const since = this.#timeline.version;
    const result = await this.#get<Omit<Changes, 'since'>>('changes', { since });
    if (!result.ok) {
      if (isPassing(result.error)) return 'again';
      if (result.error.code === 'not_found') this.#onGone();
      return 'done';
    }
    this.#isGone = false;
    if (!result.value.isComplete) return this.#reload();
    this.#set(applyChanges(this.#timeline, { ...result.value, since }));
    return 'done';
  }

  /** Too much changed to tell it all: shows the newest messages, or, in the midst of older ones, these again. */
  async #reload(): Promise<'done' | 'again'> {
    const { known, hasNewer } = this.#timeline;
    const around = hasNewer ? known[Math.floor(known.length / 2)]?.item.seq : undefined;
    const page = await this.#page({ around });
    if (page) this.#set(replaceWindow(this.#timeline, page));
    return page ? 'done' : 'again';
  }

  async #page(place: {
    before?: number;
    after?: number;
    around?: number | undefined;
  }): Promise<MessagePage | null> {
    const result = await this.#get<MessagePage>('messages', { ...place, limit: PAGE_SIZE });
    if (result.ok) return result.value;
    if (result.error.code === 'not_found') this.#onGone();
    return null;
  }

  #get<T>(what: 'changes' | 'messages', query: Record<string, number | undefined>): Promise<ApiResult<T>> {
    return callApi<T>('GET', `/team-chat/channels/${this.conversationId}/${what}`, {
      workspaceId: this.#workspace.id,
      query,
    });
  }

  /** Scrolling asks for a page many times over; one at a time is fetched. */
  #load(load: () => Promise<void>): Promise<void> {
    this.#loading ??= load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  #onGone(): void {
    this.#isGone = true;
    this.#show();
    this.#workspace.refreshFrameSoon();
    this.#workspace.refreshSoon(0);
  }

  #set(next: Timeline): void {
    this.#timeline = next;
    this.#show();
    if (isBehind(next) && this.isOpen) this.#catchUp.soon(REORDER_MS);
  }

  #show(): void {
    this.view.set(this.#look());
  }

  #look(timeline: Timeline = this.#timeline): TimelineView {
    const { hasOlder, hasNewer } = timeline;
    const { me } = this.#workspace.frame.get();
    const typing = this.#typing.members.filter((memberId) => memberId !== me.id);
    return { items: itemsOf(timeline), hasOlder, hasNewer, typing, isGone: this.#isGone };
  }
}
