import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { aConversation } from '@/tests/support/conversation';
import { histories } from '@/tests/support/soak';
import { UnreadModel, type Heard } from '@/tests/support/unread-model';

import type { Conversation } from './schemas';
import {
  callsOf,
  conversationsOf,
  doubtsOf,
  forget,
  hearHint,
  hearMarks,
  hearMessage,
  hearNotice,
  hearRecount,
  isNews,
  isPutAway,
  markHere,
  readHere,
  startUnread,
  takeFetched,
  totalsOf,
  unreadHere,
  type Unread,
} from './unread';

const AT = '2026-01-01T00:00:00.000Z';
const ID = 'c';

type Mark = { lastReadSeq?: number; isMuted?: boolean };

/** One page of the person: hears its events in order, late, and loses them all when its connection breaks. */
class Device {
  state: Unread = startUnread([]);
  readonly isInTopic: boolean;
  #events: Heard[] = [];
  #answers: (() => void)[] = [];
  #marks: Mark[] = [];
  #isStale = true;

  constructor(isInTopic: boolean) {
    this.isInTopic = isInTopic;
  }

  enqueue(heard: Heard): void {
    if (heard.event === 'message' && !this.isInTopic) return;
    this.#events.push(heard);
  }

  /** Everything under way is lost; the page asks for the list once it is connected again. */
  disconnect(): void {
    this.#events = [];
    this.#isStale = true;
  }

  hear(): boolean {
    const heard = this.#events.shift();
    if (!heard) return false;
    this.#apply(heard);
    return true;
  }

  /** Asks; the answer is as of now and comes later. */
  ask(model: UnreadModel): boolean {
    const ids = this.#isStale ? undefined : doubtsOf(this.state);
    if (ids?.length === 0) return false;
    this.#isStale = false;
    const fetched = model.list();
    this.#answers.push(() => {
      this.state = takeFetched(this.state, fetched, { ids, isWaiting: () => this.#marks.length > 0 });
      // What was answered while a mark was under way is asked for once more.
      if (this.#marks.length > 0) this.#isStale = true;
    });
    return true;
  }

  answer(): boolean {
    this.#answers.shift()?.();
    return this.#answers.length > 0;
  }

  choose(mark: Mark): void {
    const known = conversationsOf(this.state)[0];
    if (!known) return;
    const { lastReadSeq, isMuted } = mark;
    if (isMuted !== undefined) this.state = markHere(this.state, ID, { isMuted });
    if (lastReadSeq !== undefined) {
      const change = lastReadSeq >= known.lastReadSeq ? readHere : unreadHere;
      this.state = change(this.state, ID, Math.min(lastReadSeq, known.seq));
    }
    this.#marks.push(mark);
  }

  /** Tells the server what was chosen, in order; its answer comes at once or with the events. */
  send(model: UnreadModel): boolean {
    const [mark] = this.#marks;
    if (!mark) return false;
    const marks = model.mark(mark);
    this.#marks.shift();
    if (marks && this.#marks.length === 0) this.#takeMarks(marks);
    if (!marks) this.#isStale = true;
    return true;
  }

  #apply(heard: Heard): void {
    if (heard.event === 'hint') this.state = hearHint(this.state, heard.hint, AT);
    if (heard.event === 'notice') this.state = hearNotice(this.state, heard.notice, AT);
    if (heard.event === 'marked' && this.#marks.length === 0) this.#takeMarks(heard.marks);
    if (heard.event === 'left') this.state = forget(this.state, ID);
    if (heard.event === 'joined' || heard.event === 'left') this.#isStale = true;
    if (heard.event !== 'message') return;
    const { seq, version, isOwn, isDeleted } = heard;
    this.state = hearMessage(this.state, { conversationId: ID, seq, isOwn, at: AT });
    if (isDeleted) this.state = hearRecount(this.state, { conversationId: ID, seq, version });
  }

  #takeMarks(conversation: Conversation): void {
    const {
      id: conversationId,
      marksVersion,
      seq,
      version,
      lastReadSeq,
      unreadCount,
      mentionCount,
    } = conversation;
    const { isMuted, isPinned, archivedSeq } = conversation;
    const counts = { marksVersion, seq, version, lastReadSeq, unreadCount, mentionCount };
    this.state = hearMarks(this.state, { conversationId, ...counts, isMuted, isPinned, archivedSeq });
  }
}

const device = fc.nat(1);
const place = fc.nat(12);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('post' as const), isOwn: fc.boolean(), mentions: fc.boolean() }),
  },
  fc.record({ do: fc.constant('delete' as const), place }),
  fc.record({ do: fc.constant('edit' as const), place }),
  fc.record({ do: fc.constant('read' as const), device, place }),
  fc.record({ do: fc.constant('mute' as const), device, isMuted: fc.boolean() }),
  fc.record({ do: fc.constant('late' as const), place, isCommit: fc.boolean() }),
  fc.record({ do: fc.constantFrom('leave' as const, 'join' as const, 'flush' as const) }),
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('hear' as const, 'ask' as const, 'answer' as const, 'send' as const),
      device,
    }),
  },
  fc.record({ do: fc.constant('disconnect' as const), device }),
);

describe('unread counts', () => {
  it('equal the truth on every device after any interleaving of what happens, once all was heard or asked for', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const devices = [new Device(true), new Device(false)];
        const model = new UnreadModel((heard) => {
          for (const one of devices) one.enqueue(heard);
        });
        const at = (index: number) => devices[index] ?? new Device(true);
        for (const one of steps) {
          if (one.do === 'post') model.post(one.isOwn, one.mentions);
          if (one.do === 'delete') model.delete(one.place);
          if (one.do === 'edit') model.edit(one.place);
          if (one.do === 'read') at(one.device).choose({ lastReadSeq: one.place });
          if (one.do === 'mute') at(one.device).choose({ isMuted: one.isMuted });
          if (one.do === 'late' && one.isCommit) model.commitLate();
          if (one.do === 'late' && !one.isCommit) model.beginLate(one.place);
          if (one.do === 'leave' || one.do === 'join' || one.do === 'flush') model[one.do]();
          if (one.do === 'hear') at(one.device).hear();
          if (one.do === 'ask' || one.do === 'send') at(one.device)[one.do](model);
          if (one.do === 'answer') at(one.device).answer();
          if (one.do === 'disconnect') at(one.device).disconnect();
        }
        quiet(model, devices);
        for (const { state } of devices)
          expect(conversationsOf(state).map(counted)).toEqual(model.list().map(counted));
      }),
      histories(1_000, 10_000),
    );
  });

  it('stay in doubt when an answer is older than marks that were heard of before the conversation was known', () => {
    const first = aConversation({ id: ID, marksVersion: 1 });
    const second = { ...first, seq: 1, version: 1, unreadCount: 1 };
    const heard = hearMarks(startUnread([]), {
      conversationId: ID,
      marksVersion: 2,
      seq: 1,
      version: 1,
      lastReadSeq: 1,
      unreadCount: 0,
      mentionCount: 0,
      isMuted: false,
      isPinned: false,
      archivedSeq: null,
    });
    const answered = [first, second].reduce(
      (state, answer) => takeFetched(state, [answer], { isWaiting: () => false }),
      heard,
    );
    expect(doubtsOf(answered)).toEqual([ID]);
  });

  it('count nothing for muted conversations but mentions', () => {
    const muted = aConversation({
      kind: 'direct',
      name: null,
      seq: 3,
      unreadCount: 3,
      mentionCount: 1,
      isMuted: true,
    });
    expect(callsOf(muted)).toBe(1);
    expect(isNews({ ...muted, mentionCount: 0 })).toBe(false);
    expect(totalsOf([muted])).toEqual({ unread: 0, mentions: 1 });
    expect(totalsOf([{ ...muted, isMuted: false }])).toEqual({ unread: 3, mentions: 3 });
    expect(totalsOf([{ ...muted, isMember: false }])).toEqual({ unread: 0, mentions: 0 });
  });

  it('bring back what was put away with the next message, unless it is muted', () => {
    const away = markHere(
      startUnread([aConversation({ id: ID, seq: 4, lastReadSeq: 1, unreadCount: 3 })]),
      ID,
      {
        isArchived: true,
      },
    );
    expect(conversationsOf(away)).toMatchObject([{ lastReadSeq: 4, unreadCount: 0, archivedSeq: 4 }]);
    expect(conversationsOf(away).map(isPutAway)).toEqual([true]);
    const next = hearMessage(away, { conversationId: ID, seq: 5, isOwn: false, at: AT });
    expect(conversationsOf(next).map(isPutAway)).toEqual([false]);
    expect(conversationsOf(markHere(next, ID, { isMuted: true })).map(isPutAway)).toEqual([true]);
  });
});

const counted = ({ seq, lastReadSeq, unreadCount, mentionCount, isMuted, archivedSeq }: Conversation) => ({
  seq,
  lastReadSeq,
  unreadCount,
  mentionCount,
  isMuted,
  archivedSeq,
});

/** Lets everything that is under way arrive. */
function quiet(model: UnreadModel, devices: readonly Device[]): void {
  model.commitLate();
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const one of devices) {
      while (one.send(model)) isMoving = true;
      model.flush();
      while (one.hear()) isMoving = true;
      while (one.answer()) isMoving = true;
      if (one.ask(model)) isMoving = true;
    }
  }
}
