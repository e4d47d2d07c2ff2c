import { RealtimeClient } from '@supabase/realtime-js';

import { isMessageChanged } from '@/components/chat/chat-events';
import { createRefresher } from '@/components/realtime/refresher';
import { Topic } from '@/components/realtime/topic';
import { type MessagePage, messagePage } from '@/lib/chat/schemas';
import {
  applyChanges,
  applyEvent,
  applyOlder,
  isBehind,
  itemsOf,
  replaceWindow,
  startTimeline,
  type Timeline,
  type TimelineItem,
} from '@/lib/chat/timeline';

import { type Account, signIn } from './account';
import { callApi } from './api';

const changesShape = messagePage.pick({ messages: true, version: true, seq: true });

const RENEW_MS = 5 * 60_000;
const RECONNECT_MS = 500;
/** As the app waits for an event that is out of order. */
const REORDER_MS = 300;

type Target = { workspace: string; conversationId: string; topicName: string };

/**
 * Somebody who has the conversation open all the time, without a browser: the app's own topic, refresher and reducer on a
 * real socket, with catch-up after every subscription.
 */
export class CrashListener {
  /** Messages that came over the socket. */
  heard = 0;
  private readonly target: Target;
  private readonly client: RealtimeClient;
  private readonly topic: Topic;
  private readonly catchUp = createRefresher(async () => await this.fetchChanges());
  private account: Account;
  private signedInAt = Date.now();
  private timeline: Timeline;

  constructor(account: Account, target: Target) {
    this.account = account;
    this.target = target;
    const nothing: MessagePage = { messages: [], version: 0, seq: 0, hasOlder: false, hasNewer: false };
    this.timeline = startTimeline(nothing);
    const { supabaseUrl, publishableKey } = account.place;
    this.client = new RealtimeClient(`${supabaseUrl.replace('http', 'ws')}/realtime/v1`, {
      params: { apikey: publishableKey },
      accessToken: async () => await this.token(),
      reconnectAfterMs: () => RECONNECT_MS,
    });
    const host = {
      client: async () => {
        await this.client.setAuth(await this.token());
        return this.client;
      },
      isConnected: () => this.client.isConnected(),
      onRefused: () => undefined,
    };
    this.topic = new Topic(host, target.topicName);
    this.topic.listeners.add({
      onEvent: (event, payload) => this.take(event, payload),
      onSubscribed: () => void this.catchUp.now(),
    });
    this.client.connect();
    void this.topic.restart();
  }

  /** Number of the last message on the screen. */
  get lastSeq(): number {
    return itemsOf(this.timeline).at(-1)?.seq ?? 0;
  }

  /** Everything, as scrolling up to the beginning shows it. */
  async scrollThrough(): Promise<readonly TimelineItem[]> {
    for (let before = this.timeline.known[0]?.item.seq; this.timeline.hasOlder;) {
      this.timeline = applyOlder(this.timeline, await this.page(`before=${before}&limit=100`));
      before = this.timeline.known[0]?.item.seq;
    }
    return itemsOf(this.timeline);
  }

  async close(): Promise<void> {
    this.catchUp.stop();
    this.topic.end();
    await this.client.disconnect();
  }

  private take(event: string, payload: unknown): void {
    if (event !== 'message.changed' || !isMessageChanged(payload)) return;
    this.heard += 1;
    this.timeline = applyEvent(this.timeline, { event, ...payload });
    if (isBehind(this.timeline)) this.catchUp.soon(REORDER_MS);
  }

  private async fetchChanges(): Promise<'done' | 'again'> {
    try {
      const since = this.timeline.version;
      const answer = await this.get(`changes?since=${since}`);
      if (!isComplete(answer)) {
        this.timeline = replaceWindow(this.timeline, await this.page('limit=50'));
        return 'done';
      }
      this.timeline = applyChanges(this.timeline, { ...changesShape.parse(answer), since, isComplete: true });
      return isBehind(this.timeline) ? 'again' : 'done';
    } catch {
      return 'again';
    }
  }

  private async page(query: string): Promise<MessagePage> {
    return messagePage.parse(await this.get(`messages?${query}`));
  }

  /** @throws Error while the server is away */
  private async get(what: string): Promise<unknown> {
    await this.token();
    const path = `/team-chat/channels/${this.target.conversationId}/${what}`;
    const { status, body } = await callApi(this.account, 'GET', path, { workspace: this.target.workspace });
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return body;
  }

  private async token(): Promise<string> {
    if (Date.now() - this.signedInAt > RENEW_MS) {
      this.account = await signIn(this.account.place, this.account.name, this.account.email);
      this.signedInAt = Date.now();
    }
    return this.account.accessToken;
  }
}

const isComplete = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'isComplete' in answer && answer.isComplete === true;
