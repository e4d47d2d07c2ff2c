import { webSocketFrame } from './frame.ts';
import type { UserBroadcast, Version } from './message.ts';
import { PresenceList } from './presence.ts';
import type { PresenceDiff } from './presence.ts';
import type { Rates } from './rates.ts';
import { encodeMessage, encodeUserBroadcast, encodeUserBroadcastV1 } from './serializer.ts';

/** A joined channel, as the fan-out sees it. */
export type Subscriber = {
  readonly version: Version;
  readonly broadcastReadable: boolean;
  readonly presenceReadable: boolean;
  /** Message ids that this channel was already given by replay. */
  readonly replayed: ReadonlySet<string>;
  write(frame: Buffer): void;
  /** Called after each delivered broadcast once the project sends too much. */
  overRate(): void;
};

/** What travels: bytes as they came, or the JSON text of a whole broadcast payload. */
export type BroadcastContent = UserBroadcast | { json: string };

/** Public and private topics of one name are two topics. */
export class Topic {
  readonly name: string;
  readonly private: boolean;
  readonly subscribers = new Set<Subscriber>();
  readonly presence = new PresenceList<Subscriber>();

  constructor(name: string, isPrivate: boolean) {
    this.name = name;
    this.private = isPrivate;
  }

  /** The name on the wire. */
  get wireName(): string {
    return `realtime:${this.name}`;
  }
}

export class TopicHub {
  readonly #topics = new Map<string, Topic>();
  readonly #rates: Rates;
  readonly #delayPresence: (run: () => void) => void;

  constructor(rates: Rates, delayPresence: (run: () => void) => void) {
    this.#rates = rates;
    this.#delayPresence = delayPresence;
  }

  get topicCount(): number {
    return this.#topics.size;
  }

  find(name: string, isPrivate: boolean): Topic | undefined {
    return this.#topics.get(keyOf(name, isPrivate));
  }

  subscribe(name: string, isPrivate: boolean, subscriber: Subscriber): Topic {
    const key = keyOf(name, isPrivate);
    const topic = this.#topics.get(key) ?? new Topic(name, isPrivate);
    this.#topics.set(key, topic);
    topic.subscribers.add(subscriber);
    return topic;
  }

  /** Takes the subscriber off the topic and tells the others that its presence is gone. */
  unsubscribe(topic: Topic, subscriber: Subscriber): void {
    topic.subscribers.delete(subscriber);
    const diff = topic.presence.untrack(subscriber);
    if (diff) this.announce(topic, diff);
    const key = keyOf(topic.name, topic.private);
    if (topic.subscribers.size === 0 && this.#topics.get(key) === topic) this.#topics.delete(key);
  }

  /** Delivers to everyone who may read, except `sender`; each version is serialised once. */
  broadcast(topic: Topic, content: BroadcastContent, sender: Subscriber | null): void {
    const frames: Partial<Record<Version, Buffer | null>> = {};
    const id = messageId(content);
    let delivered = 0;
    for (const subscriber of topic.subscribers) {
      if (subscriber === sender || !subscriber.broadcastReadable) continue;
      if (id !== null && subscriber.replayed.has(id)) continue;
      let frame = frames[subscriber.version];
      if (frame === undefined) {
        frame = broadcastFrame(subscriber.version, topic.wireName, content);
        frames[subscriber.version] = frame;
      }
      if (frame === null) continue;
      subscriber.write(frame);
      delivered += 1;
      if (this.#rates.messages.exceeded) subscriber.overRate();
    }
    this.#rates.messages.add(delivered);
  }

  announce(topic: Topic, diff: PresenceDiff): void {
    this.#delayPresence(() => this.#announceNow(topic, diff));
  }

  #announceNow(topic: Topic, diff: PresenceDiff): void {
    const frames: Partial<Record<Version, Buffer>> = {};
    let delivered = 0;
    for (const subscriber of topic.subscribers) {
      if (!subscriber.presenceReadable) continue;
      const { version } = subscriber;
      const frame = (frames[version] ??= presenceDiffFrame(version, topic.wireName, diff));
      subscriber.write(frame);
      delivered += 1;
    }
    this.#rates.presence.add(delivered);
  }
}

function keyOf(name: string, isPrivate: boolean): string {
  return `${isPrivate ? 'private' : 'public'}:${name}`;
}

function messageId(content: BroadcastContent): string | null {
  if ('json' in content) return null;
  const id = content.meta?.['id'];
  return typeof id === 'string' ? id : null;
}

/** Null when this version cannot carry the content. */
function broadcastFrame(version: Version, wireName: string, content: BroadcastContent): Buffer | null {
  if ('json' in content) return webSocketFrame(jsonBroadcast(version, wireName, content.json));
  const encoded =
    version === 2 ? encodeUserBroadcast(wireName, content) : encodeUserBroadcastV1(wireName, content);
  return encoded === null ? null : webSocketFrame(encoded);
}

/** The payload is JSON text already and is not parsed again. */
function jsonBroadcast(version: Version, wireName: string, json: string): string {
  const topic = JSON.stringify(wireName);
  return version === 2
    ? `[null,null,${topic},"broadcast",${json}]`
    : `{"topic":${topic},"event":"broadcast","payload":${json},"ref":null}`;
}

function presenceDiffFrame(version: Version, wireName: string, diff: PresenceDiff): Buffer {
  const message = { joinRef: null, ref: null, topic: wireName, event: 'presence_diff', payload: diff };
  return webSocketFrame(encodeMessage(version, message));
}
