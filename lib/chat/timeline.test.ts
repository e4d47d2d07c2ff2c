import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { histories } from '@/tests/support/soak';

import type { Message, MessagePage, MessageWithReactions } from './schemas';
import {
  addOutgoing,
  addWish,
  applyChanges,
  applyEvent,
  applyNewer,
  applyOlder,
  confirmOutgoing,
  endWish,
  isBehind,
  itemsOf,
  markOutgoing,
  replaceWindow,
  startTimeline,
  type Changes,
  type Timeline,
  type TimelineEvent,
} from './timeline';

const T0 = '2026-01-01T00:00:00.000Z';
const PAGE = 4;
const MAX_CHANGES = 6;

type State = { seq: number; messages: readonly MessageWithReactions[] };

/** A conversation as the database keeps it: every version of its state, and the event that led there. */
class Conversation {
  readonly states: State[] = [{ seq: 0, messages: [] }];
  readonly events: TimelineEvent[] = [];

  get version() {
    return this.states.length - 1;
  }

  at(version: number): State {
    return this.states[version] ?? { seq: 0, messages: [] };
  }

  post(id: string) {
    const { seq, messages } = this.at(this.version);
    const posted = {
      id,
      conversationId: 'c',
      seq: seq + 1,
      authorId: 'a',
      body: id,
      files: [],
      createdAt: T0,
      editedAt: null,
      deletedAt: null,
    };
    this.#push(seq + 1, [...messages, { ...posted, version: 0, reactions: [] }], id);
  }

  change(index: number, what: 'edit' | 'delete', body: string) {
    const { seq, messages } = this.at(this.version);
    const target = messages[index % Math.max(1, messages.length)];
    if (!target || target.deletedAt) return;
    const changed =
      what === 'edit'
        ? { ...target, body, editedAt: T0 }
        : { ...target, body: '', deletedAt: T0, reactions: [] };
    this.#push(seq, messages.with(target.seq - 1, changed), target.id);
  }

  react(index: number, memberId: string, emoji: string) {
    const { seq, messages } = this.at(this.version);
    const target = messages[index % Math.max(1, messages.length)];
    if (!target || target.deletedAt) return;
    const others = target.reactions.filter(
      (reaction) => reaction.memberId !== memberId || reaction.emoji !== emoji,
    );
    const isOn = others.length === target.reactions.length;
    const version = this.version + 1;
    const reactions = isOn ? [...others, { emoji, memberId }] : others;
    this.states.push({ seq, messages: messages.with(target.seq - 1, { ...target, version, reactions }) });
    this.events.push({ event: 'reaction.changed', version, messageId: target.id, memberId, emoji, isOn });
  }

  page(version: number, from: number, to: number): MessagePage {
    const { seq, messages } = this.at(version);
    const shown = messages.filter((message) => message.seq >= from && message.seq <= to);
    const first = shown[0]?.seq ?? seq + 1;
    const last = shown.at(-1)?.seq ?? seq;
    return { version, seq, messages: shown, hasOlder: first > 1 && shown.length > 0, hasNewer: last < seq };
  }

  newest(version: number): MessagePage {
    const { seq } = this.at(version);
    return this.page(version, seq - PAGE + 1, seq);
  }

  changes(since: number, version: number): Changes {
    const { seq, messages } = this.at(version);
    const changed = messages
      .filter((message) => message.version > since)
      .sort((a, b) => a.version - b.version);
    return {
      since,
      version,
      seq,
      messages: changed.slice(0, MAX_CHANGES + 1),
      isComplete: changed.length <= MAX_CHANGES,
    };
  }

  #push(seq: number, messages: readonly MessageWithReactions[], id: string) {
    const version = this.version + 1;
    const stamped = messages.map((message) => (message.id === id ? { ...message, version } : message));
    this.states.push({ seq, messages: stamped });
    const found = stamped.find((message) => message.id === id);
    if (!found) throw new Error('the model lost a message');
    const { reactions: _, ...message } = found;
    this.events.push({ event: 'message.changed', version, message });
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('post' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), index: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), index: fc.nat(30) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('react' as const),
      index: fc.nat(30),
      who: fc.nat(1),
      what: fc.nat(1),
    }),
  },
);

const history = fc.array(step, { minLength: 1, maxLength: 40 }).map((steps) => {
  const conversation = new Conversation();
  for (const [number, taken] of steps.entries()) {
    if (taken.kind === 'post') conversation.post(`m${number}`);
    else if (taken.kind === 'react')
      conversation.react(taken.index, `p${taken.who}`, taken.what === 0 ? '👍' : '🎉');
    else conversation.change(taken.index, taken.kind, `edit ${number}`);
  }
  return conversation;
});

/** What may happen to a client. `at` and `since` pick how old an answer is, as shares of what there is. */
const share = fc.double({ min: 0, max: 1, noNaN: true });
const happening = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('event' as const), at: share }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('older' as const, 'newer' as const), at: share }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('newest' as const, 'jump' as const), at: share }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('changes' as const), at: share, since: share }) },
);

const portion = (whole: number, part: number) => Math.round(whole * part);

function happen(
  timeline: Timeline,
  conversation: Conversation,
  what: { kind: string; at: number; since?: number },
): Timeline {
  const version = portion(conversation.version, what.at);
  const first = timeline.known[0]?.item.seq ?? 1;
  const last = timeline.known.at(-1)?.item.seq ?? 0;
  switch (what.kind) {
    case 'event': {
      const event = conversation.events[Math.max(0, version - 1)];
      return event ? applyEvent(timeline, event) : timeline;
    }
    case 'older':
      return applyOlder(timeline, conversation.page(version, first - PAGE, first - 1));
    case 'newer':
      return applyNewer(timeline, conversation.page(version, last + 1, last + PAGE));
    case 'newest':
      return replaceWindow(timeline, conversation.newest(version));
    case 'jump': {
      const middle = Math.max(1, portion(conversation.at(version).seq, 0.5));
      return replaceWindow(timeline, conversation.page(version, middle - 2, middle + 2));
    }
    default:
      return applyChanges(timeline, conversation.changes(portion(version, what.since ?? 0), version));
  }
}

/** The one catch-up at the end, as the browser does it. */
function catchUp(timeline: Timeline, conversation: Conversation): Timeline {
  const changes = conversation.changes(timeline.version, conversation.version);
  if (changes.isComplete) return applyChanges(timeline, changes);
  return replaceWindow(timeline, conversation.newest(conversation.version));
}

/** Reactions are a set: the database orders them by time, events by version. */
const comparable = (messages: readonly MessageWithReactions[]) =>
  messages.map(({ id, seq, version, body, editedAt, deletedAt, reactions }) => ({
    id,
    seq,
    version,
    body,
    editedAt,
    deletedAt,
    reactions: reactions.map(({ emoji, memberId }) => `${emoji} ${memberId}`).sort(),
  }));

function expectFresh(timeline: Timeline, conversation: Conversation) {
  const { version } = conversation;
  const first = timeline.known[0]?.item.seq ?? 1;
  const last = timeline.known.at(-1)?.item.seq ?? 0;
  const fresh = conversation.page(version, first, timeline.hasNewer ? last : Number.MAX_SAFE_INTEGER);
  expect(comparable(timeline.known.map(({ item }) => item))).toEqual(comparable(fresh.messages));
  const { heard, early, seq, hasOlder } = timeline;
  expect({ version: timeline.version, heard, early }).toEqual({ version, heard: version, early: [] });
  expect(timeline.hasNewer ? conversation.at(version).seq : seq).toBe(conversation.at(version).seq);
  expect(hasOlder).toBe(fresh.hasOlder);
}

describe('the law of the timeline', () => {
  it('any stale state, any events and answers in any order, and one catch-up are a fresh fetch', () => {
    fc.assert(
      fc.property(
        history,
        share,
        fc.array(happening, { maxLength: 60 }),
        (conversation, start, happenings) => {
          let timeline = startTimeline(conversation.newest(portion(conversation.version, start)));
          for (const what of happenings) {
            timeline = happen(timeline, conversation, what);
            const seqs = timeline.known.map(({ item }) => item.seq);
            expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 1) + index));
          }
          expectFresh(catchUp(timeline, conversation), conversation);
        },
      ),
      histories(1_000, 10_000),
    );
  }, 120_000);

  it('without losses the events alone are enough, in any order and repeated', () => {
    fc.assert(
      fc.property(history, share, fc.infiniteStream(fc.nat()), (conversation, start, keys) => {
        const timeline = startTimeline(conversation.newest(portion(conversation.version, start)));
        const delivered = [...conversation.events, ...conversation.events]
          .map((event) => ({ event, key: keys.next().value }))
          .sort((a, b) => a.key - b.key);
        const end = delivered.reduce((state, { event }) => applyEvent(state, event), timeline);
        expect(isBehind(end)).toBe(false);
        expectFresh(end, conversation);
      }),
      histories(1_000, 10_000),
    );
  }, 120_000);

  it('a post of one’s own shows once, from the first moment on, whichever of answer and echo comes first or not at all', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.constantFrom('answer', 'echo', 'changes', 'newest'), { maxLength: 6 }),
        (conversation, order) => {
          let timeline = startTimeline(conversation.newest(conversation.version));
          timeline = addOutgoing(timeline, {
            id: 'mine',
            conversationId: 'c',
            authorId: 'me',
            body: 'mine',
            files: [],
            createdAt: T0,
          });
          const since = timeline.version;
          conversation.post('mine');
          const echo = conversation.events.at(-1);
          if (echo?.event !== 'message.changed') throw new Error('the model posted nothing');
          for (const what of ['nothing', ...order]) {
            if (what === 'answer') timeline = confirmOutgoing(timeline, echo.message);
            if (what === 'echo') timeline = applyEvent(timeline, echo);
            if (what === 'changes')
              timeline = applyChanges(timeline, conversation.changes(since, conversation.version));
            if (what === 'newest')
              timeline = replaceWindow(timeline, conversation.newest(conversation.version));
            expect(itemsOf(timeline).filter(({ id }) => id === 'mine')).toHaveLength(1);
          }
          expect(itemsOf(catchUp(timeline, conversation)).at(-1)).toMatchObject({
            id: 'mine',
            state: 'sent',
          });
        },
      ),
      histories(1_000, 10_000),
    );
  }, 120_000);
});

describe('what is on its way', () => {
  const message: Message = {
    id: 'm1',
    conversationId: 'c',
    seq: 1,
    version: 1,
    files: [],
    authorId: 'a',
    body: 'one',
    createdAt: T0,
    editedAt: null,
    deletedAt: null,
  };
  const page: MessagePage = {
    messages: [{ ...message, reactions: [] }],
    version: 1,
    seq: 1,
    hasOlder: false,
    hasNewer: false,
  };
  const mine = { id: 'm2', conversationId: 'c', authorId: 'me', body: 'two', files: [], createdAt: T0 };

  it('a refused post keeps its text and its reason, and can be sent again', () => {
    const failed = markOutgoing(
      addOutgoing(startTimeline(page), mine),
      'm2',
      'This conversation is archived.',
    );
    expect(itemsOf(failed).at(-1)).toMatchObject({
      body: 'two',
      state: 'failed',
      failure: 'This conversation is archived.',
      seq: 2,
    });
    expect(itemsOf(markOutgoing(failed, 'm2', null)).at(-1)).not.toHaveProperty('failure');
  });

  it('a late refusal does not touch a post that the server took', () => {
    const taken = confirmOutgoing(addOutgoing(startTimeline(page), mine), {
      ...message,
      ...mine,
      seq: 2,
      version: 2,
    });
    expect(itemsOf(markOutgoing(taken, 'm2', 'Too late')).at(-1)).toMatchObject({ state: 'sent' });
  });

  it('an edit shows at once and stays until the record has it', () => {
    const wish = { key: 'edit:m1', messageId: 'm1', change: { body: 'uno' }, until: null };
    const wished = addWish(startTimeline(page), wish);
    expect(itemsOf(wished)[0]).toMatchObject({ body: 'uno' });
    const answered = endWish(wished, 'edit:m1', 2);
    expect(itemsOf(answered)[0]).toMatchObject({ body: 'uno' });
    expect(isBehind(answered)).toBe(true);
    const event = {
      event: 'message.changed' as const,
      version: 2,
      message: { ...message, body: 'uno', version: 2, editedAt: T0 },
    };
    expect(applyEvent(answered, event)).toMatchObject({ wishes: [], version: 2 });
    expect(itemsOf(endWish(wished, 'edit:m1', null))[0]).toMatchObject({ body: 'one' });
  });

  it('messages that did not change are the same objects', () => {
    const before = startTimeline(page);
    const after = applyEvent(before, {
      event: 'message.changed',
      version: 2,
      message: { ...message, id: 'm2', seq: 2, version: 2 },
    });
    expect(itemsOf(after)[0]).toBe(itemsOf(before)[0]);
  });
});
