import type { TopicListener } from '../realtime/topic';
import {
  isConversationMarked,
  isConversationsAdvanced,
  isMessageChanged,
  isNotice,
  textOf,
} from './chat-events';
import type { WorkspaceStore } from './workspace-store';

/** With the topics of what is on the screen, well below the service's 100 a connection. */
const MAX_CONVERSATIONS = 60;

/** After a subscription the list is asked for once more: what happened before it was not heard. */
const SETTLE_MS = 700;

/** Keeps a page joined to the topics that its workspace store lives on, and feeds the store with what they say. */
export class WorkspaceTopics {
  readonly #store: WorkspaceStore;
  readonly #joined = new Map<string, () => void>();

  constructor(store: WorkspaceStore) {
    this.#store = store;
  }

  start(): () => void {
    const sync = () => this.#sync(this.#wanted());
    const stops = [this.#store.frame.subscribe(sync), this.#store.conversations.subscribe(sync)];
    sync();
    return () => {
      for (const stop of stops) stop();
      this.#sync(new Map());
    };
  }

  #sync(wanted: ReadonlyMap<string, TopicListener>): void {
    for (const [name, leave] of this.#joined) {
      if (wanted.has(name)) continue;
      this.#joined.delete(name);
      leave();
    }
    for (const [name, listener] of wanted) {
      if (!this.#joined.has(name)) this.#joined.set(name, this.#store.hub.join(name, listener));
    }
  }

  #wanted(): ReadonlyMap<string, TopicListener> {
    const { userTopic, workspaceTopic } = this.#store.frame.get();
    const wanted = new Map<string, TopicListener>([[userTopic, this.#ofUser]]);
    if (workspaceTopic !== null) wanted.set(workspaceTopic, this.#ofWorkspace);
    const recent = this.#store.conversations
      .get()
      .filter(({ kind }) => kind !== 'public' || workspaceTopic === null)
      .sort((a, b) => (b.lastMessageAt ?? '').localeCompare(a.lastMessageAt ?? ''))
      .slice(0, MAX_CONVERSATIONS);
    for (const { topicName } of recent) wanted.set(topicName, this.#ofConversation);
    return wanted;
  }

  readonly #ofUser: TopicListener = {
    onEvent: (event, payload) => {
      const store = this.#store;
      if (event === 'notice' && isNotice(payload)) store.noteNotice(payload);
      // Signed out everywhere, this page perhaps not: the frame tells.
      if (event === 'topic.moved') store.refreshFrameSoon();
      if (textOf(payload, 'workspaceId') !== store.id) return;
      if (event === 'presence.changed') store.presence.hear(payload);
      if (event === 'membership.changed') store.refreshFrameSoon();
      if (event === 'conversation.marked' && isConversationMarked(payload)) {
        store.noteMarks(payload.conversationId, payload);
      }
      if (event === 'conversations.advanced' && isConversationsAdvanced(payload))
        store.noteHints(payload.hints);
      if (event === 'conversation.joined') store.refreshSoon(0);
      if (event === 'conversation.left') store.noteLeft(textOf(payload, 'conversationId') ?? '');
    },
    onSubscribed: () => this.#store.refreshSoon(SETTLE_MS),
    onRefused: () => this.#store.refreshFrameSoon('spread'),
  };

  readonly #ofWorkspace: TopicListener = {
    onEvent: (event, payload) => {
      const store = this.#store;
      if (event === 'conversations.advanced' && isConversationsAdvanced(payload))
        store.noteHints(payload.hints);
      if (event === 'conversation.changed') store.refreshSoon(0, 'spread');
      if (event === 'member.changed') store.refreshMembersSoon();
      if (event === 'topic.moved') {
        store.timelines.hushPublic();
        store.refreshFrameSoon('spread');
        store.refreshSoon(0, 'spread');
      }
    },
    onSubscribed: () => this.#store.refreshSoon(SETTLE_MS),
    onRefused: () => this.#store.refreshFrameSoon('spread'),
  };

  readonly #ofConversation: TopicListener = {
    onEvent: (event, payload) => {
      const store = this.#store;
      if (event === 'presence.changed') store.presence.hear(payload);
      if (event === 'message.changed' && isMessageChanged(payload)) {
        store.noteMessage(payload.message, payload.message.createdAt);
        if (payload.message.deletedAt !== null) store.noteDeleted(payload.message);
      }
      if (event === 'conversation.changed' || event === 'topic.moved') store.refreshSoon(0, 'spread');
    },
    onSubscribed: () => this.#store.refreshSoon(SETTLE_MS),
    onRefused: () => this.#store.refreshSoon(0, 'spread'),
  };
}
