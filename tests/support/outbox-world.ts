import {
  add,
  begin,
  discard,
  expire,
  finish,
  heads,
  refuse,
  retry,
  type Draft,
  type Intent,
  type Refusal,
  type Turn,
} from '@/lib/chat/outbox';

export const FATES = [
  'arrives',
  'arrives',
  'request lost',
  'answer lost',
  'fault',
  'slow',
  'refused',
] as const;
export type Fate = (typeof FATES)[number];

export const DAY_MS = 86_400_000;
export const PEOPLE = ['ada', 'bo'] as const;
export const PLACES = ['c0', 'c1'] as const;
type Person = (typeof PEOPLE)[number];
export type Place = (typeof PLACES)[number];

/** What the record says; applying intents one after another to it is what the person means. */
export class Chronicle {
  readonly messages = new Map<string, { body: string; isDeleted: boolean; reactions: Set<string> }>();
  readonly read = new Map<string, number>();

  constructor() {
    for (const place of PLACES)
      this.messages.set(`old-${place}`, { body: 'old', isDeleted: false, reactions: new Set() });
  }

  /** @returns why not, or null */
  apply({ kind, messageId, conversationId, method, slot, body }: Draft): Refusal | null {
    if (kind === 'read') {
      const seq = Number(body?.['seq']);
      const before = this.read.get(conversationId) ?? 0;
      this.read.set(conversationId, body?.['unread'] === true ? seq : Math.max(before, seq));
      return null;
    }
    const text = String(body?.['body']);
    const message = this.messages.get(messageId ?? '');
    if (kind === 'post') {
      if (!message)
        this.messages.set(messageId ?? '', { body: text, isDeleted: false, reactions: new Set() });
      return null;
    }
    if (!message) return { code: 'not_found', message: 'no such message' };
    if (message.isDeleted) return { code: 'gone', message: 'deleted' };
    if (kind === 'edit') message.body = text;
    if (kind === 'remove') Object.assign(message, { body: '', isDeleted: true, reactions: new Set() });
    if (kind === 'react' && method === 'PUT') message.reactions.add(slot ?? '');
    if (kind === 'react' && method === 'DELETE') message.reactions.delete(slot ?? '');
    return null;
  }

  state() {
    return {
      read: inOrder(this.read),
      messages: inOrder(
        [...this.messages].map(([id, { body, isDeleted, reactions }]) => [
          id,
          body,
          isDeleted,
          inOrder(reactions),
        ]),
      ),
    };
  }
}

/** A server that keeps answers for seven days and refuses what comes under another sign-in. */
class Server {
  session: Person = 'ada';
  readonly records = { ada: new Chronicle(), bo: new Chronicle() };
  readonly log: { person: Person; intent: Intent }[] = [];
  readonly #answers = new Map<string, { said: string; atMs: number }>();

  take(meant: Person, intent: Intent, nowMs: number, mood: 'kind' | 'refusing'): 'done' | Refusal {
    if (meant !== this.session) return { code: 'unauthenticated', message: 'another sign-in' };
    const key = `${meant} ${intent.id}`;
    const said = JSON.stringify([intent.kind, intent.path, intent.body]);
    const known = this.#answers.get(key);
    if (known && nowMs - known.atMs < 7 * DAY_MS) {
      if (known.said !== said) throw new Error(`the key ${key} stands for two things`);
      return 'done';
    }
    if (mood === 'refusing') return { code: 'forbidden', message: 'not today' };
    const refusal = this.records[this.session].apply(intent);
    if (refusal) return refusal;
    this.#answers.set(key, { said, atMs: nowMs });
    this.log.push({ person: this.session, intent });
    return 'done';
  }
}

const freshKey = (id: string) => `${id}'`;
const inOrder = <T>(list: Iterable<T>): T[] =>
  [...list].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

type Flight = { person: Person; intent: Intent };

/** One browser: what each person's outbox holds, two pages, and the person who uses them. */
export class Browser {
  readonly server = new Server();
  readonly outboxes: Record<Person, readonly Intent[]> = { ada: [], bo: [] };
  readonly pages: { person: Person; flights: Map<Place, Intent> }[] = [
    { person: 'ada', flights: new Map() },
    { person: 'ada', flights: new Map() },
  ];
  readonly asked: { person: Person; draft: Draft }[] = [];
  /** Requests that nobody waits for any more, and that may arrive yet. */
  astray: Flight[] = [];
  /** What failed at some time, or was taken back: its place in the order is not kept. */
  readonly excused = new Set<string>();
  nowMs = 0;
  #count = 0;

  page(index: number) {
    const page = this.pages[index % this.pages.length];
    if (!page) throw new Error('there are pages');
    return page;
  }

  turn(person: Person, step: Turn): readonly Intent[] {
    const before = this.outboxes[person];
    const after = step(before);
    this.outboxes[person] = after;
    for (const { id, failure } of after) if (failure) this.excused.add(id);
    if (before.some(({ kind, id }) => kind === 'read' && !after.some((intent) => intent.id === id)))
      return after;
    if (after.some(({ place }, index) => place <= (after[index - 1]?.place ?? 0)))
      throw new Error('out of order');
    return after;
  }

  ask(index: number, kind: Draft['kind'], place: Place, which: number) {
    const { person } = this.page(index);
    const id = `i${(this.#count += 1)}`;
    const own = this.asked
      .filter(({ person: author, draft }) => author === person && draft.kind === 'post')
      .filter(({ draft }) => draft.conversationId === place)
      .map(({ draft }) => draft.messageId);
    const messages = [`old-${place}`, ...own];
    const target =
      kind === 'post' ? `m${this.#count}` : kind === 'read' ? null : messages[which % messages.length];
    const isOn = which % 2 === 0;
    const emoji = `e${which % 2}`;
    const draft: Draft = {
      id,
      kind,
      conversationId: place,
      messageId: target ?? null,
      slot: kind === 'read' ? `read:${place}` : kind === 'react' ? `react:${target}:${emoji}` : null,
      method: kind === 'react' ? (isOn ? 'PUT' : 'DELETE') : 'POST',
      path: `/${kind}/${target}`,
      body:
        kind === 'read'
          ? { seq: which, unread: which % 3 === 0 }
          : kind === 'react'
            ? null
            : { ...(kind === 'post' ? { id: target } : {}), body: `text ${id}` },
      createdAt: '',
      sinceMs: this.nowMs,
    };
    this.asked.push({ person, draft });
    this.turn(person, add(draft));
  }

  /** A page begins to send what is first of a conversation: as the sender does, it notes the attempt, then sends what is stored. */
  begin(index: number, place: Place) {
    const { person, flights } = this.page(index);
    if (flights.has(place)) return;
    this.turn(person, expire(this.nowMs));
    const head = heads(this.outboxes[person]).find(({ conversationId }) => conversationId === place);
    const stored = head && this.turn(person, begin(head.id)).find(({ id }) => id === head.id);
    if (stored) flights.set(place, stored);
  }

  land(index: number, place: Place, fate: Fate) {
    const { person, flights } = this.page(index);
    const intent = flights.get(place);
    if (!intent) return;
    flights.delete(place);
    if (fate === 'slow') this.astray.push({ person, intent });
    if (fate === 'slow' || fate === 'request lost' || fate === 'fault') return;
    const answer = this.server.take(person, intent, this.nowMs, fate === 'refused' ? 'refusing' : 'kind');
    if (fate === 'answer lost' || (answer !== 'done' && answer.code === 'unauthenticated')) return;
    if (answer === 'done') this.turn(person, finish(intent.id));
    else {
      this.excused.add(intent.id);
      this.turn(person, refuse(intent.id, answer));
    }
  }

  arriveAstray() {
    for (const { person, intent } of this.astray) this.server.take(person, intent, this.nowMs, 'kind');
    this.astray = [];
  }

  crash(index: number) {
    const page = this.page(index);
    for (const intent of page.flights.values()) this.astray.push({ person: page.person, intent });
    page.flights.clear();
    page.person = this.server.session;
  }

  wait(days: number) {
    for (const index of this.pages.keys()) this.crash(index);
    this.arriveAstray();
    this.nowMs += days * DAY_MS;
  }

  retry(index: number, which: number) {
    const { person } = this.page(index);
    const failed = this.outboxes[person].filter(({ failure }) => failure);
    const chosen = failed[which % Math.max(1, failed.length)];
    if (!chosen) return;
    this.turn(person, retry(chosen.id, this.nowMs, freshKey));
  }

  discard(index: number, which: number) {
    const { person } = this.page(index);
    const chosen = this.outboxes[person][which % Math.max(1, this.outboxes[person].length)];
    if (!chosen) return;
    for (const { id, messageId } of this.outboxes[person])
      if (id === chosen.id || messageId === chosen.messageId) this.excused.add(id);
    this.turn(person, discard(chosen.id));
  }

  /** Everything works again, for everybody in turn. */
  calm() {
    this.wait(0);
    for (const person of PEOPLE) {
      this.server.session = person;
      this.crash(0);
      for (let left = 1_000; heads(this.outboxes[person]).length > 0; left -= 1) {
        if (left === 0) throw new Error('it comes to no end');
        for (const place of PLACES) {
          this.begin(0, place);
          this.land(0, place, 'arrives');
        }
      }
    }
  }
}
