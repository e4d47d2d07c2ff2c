import type { TopicListener } from '../realtime/topic';
import {
  isConversationAdvanced,
  isConversationRead,
  isMessageChanged,
  isNotice,
  textOf,
} from './chat-events';
import type { WorkspaceStore } from './workspace-store';

/** With the topics of what is on the screen, well below the service's 100 a connection. */
const MAX_CONVERSATIONS = 60;

/** After a subscription the list is asked for once more: what happened before it was not heard. */
const SETTLE_MS = 700;
/** Somebody whose presence ends may just be loading the page again. */
const LEAVE_MS = 4_000;

type Wanted = { listener: TopicListener; presenceKey?: string };

/** Keeps a page joined to the topics that its workspace store lives on, and feeds the store with what they say. */
export class WorkspaceTopics {
  readonly #store: WorkspaceStore;
  readonly #joined = new Map<string, () => void>();
  #leaveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: WorkspaceStore) {
    this.#store = store;
  }

  start(): () => void {
    const sync = () => this.#sync(this.#wanted());
    const stops = [this.#store.frame.subscribe(sync), this.#store.conversations.subscribe(sync)];
    sync();
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.#leaveTimer);
      this.#sync(new Map());
    };
  }

  #sync(wanted: ReadonlyMap<string, Wanted>): void {
    for (const [name, leave] of this.#joined) {
      if (wanted.has(name)) continue;
      this.#joined.delete(name);
      leave();
    }
    for (const [name, { listener, presenceKey }] of wanted) {
      if (!this.#joined.has(name)) this.#joined.set(name, this.#store.hub.join(name, listener, presenceKey));
    }
  }

  #wanted(): ReadonlyMap<string, Wanted> {
    const { userTopic, workspaceTopic, me } = this.#store.frame.get();
    const wanted = new Map<string, Wanted>([[userTopic, { listener: this.#ofUser }]]);
    if (workspaceTopic !== null) {
      wanted.set(workspaceTopic, { listener: this.#ofWorkspace });
      wanted.set(`peer:${workspaceTopic}`, { listener: this.#ofPeers, presenceKey: me.id });
    }
    const recent = this.#store.conversations
      .get()
      .filter(({ kind }) => kind !== 'public' || workspaceTopic === null)
      .sort((a, b) => (b.lastMessageAt ?? '').localeCompare(a.lastMessageAt ?? ''))
      .slice(0, MAX_CONVERSATIONS);
    for (const { topicName } of recent) wanted.set(topicName, { listener: this.#ofConversation });
    return wanted;
  }

  readonly #ofUser: TopicListener = {
    onEvent: (event, payload) => {
      const store = this.#store;
      if (event === 'notice' && isNotice(payload)) store.noteNotice(payload);
      if (textOf(payload, 'workspaceId') !== store.id) return;
      if (event === 'membership.changed') store.refreshFrameSoon();
      if (event === 'conversation.read' && isConversationRead(payload)) {
        store.noteRead(payload.conversationId, payload.lastReadSeq);
      }
      if (event === 'conversation.joined') store.refreshSoon(0);
      if (event === 'conversation.left') store.noteLeft(textOf(payload, 'conversationId') ?? '');
    },
    onSubscribed: () => this.#store.refreshSoon(SETTLE_MS),
    onRefused: () => this.#store.refreshFrameSoon('spread'),
  };

  readonly #ofWorkspace: TopicListener = {
    onEvent: (event, payload) => {
      const store = this.#store;
      if (event === 'conversation.advanced' && isConversationAdvanced(payload)) {
        store.noteMessage(payload.conversationId, payload.seq, payload.authorId, new Date().toISOString());
      }
      if (event === 'conversation.changed') store.refreshSoon(0, 'spread');
      if (event === 'member.changed') store.refreshMembersSoon();
      if (event === 'topic.moved') {
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
      if (event === 'message.changed' && isMessageChanged(payload)) {
        const { conversationId, seq, authorId, createdAt, deletedAt } = payload.message;
        store.noteMessage(conversationId, seq, authorId, createdAt);
        // A mention may have gone with it.
        if (deletedAt && (store.conversation(conversationId)?.mentionCount ?? 0) > 0) store.refreshSoon(200);
      }
      if (event === 'conversation.changed' || event === 'topic.moved') store.refreshSoon(0, 'spread');
    },
    onSubscribed: () => this.#store.refreshSoon(SETTLE_MS),
    onRefused: () => this.#store.refreshSoon(0, 'spread'),
  };

  readonly #ofPeers: TopicListener = {
    onPresence: (keys) => {
      const before = this.#store.online.get();
      clearTimeout(this.#leaveTimer);
      const hasLeft = [...before].some((key) => !keys.has(key));
      if ([...keys].some((key) => !before.has(key))) this.#store.online.set(new Set([...before, ...keys]));
      if (hasLeft) this.#leaveTimer = setTimeout(() => this.#store.online.set(keys), LEAVE_MS);
    },
  };
}
