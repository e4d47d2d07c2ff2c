import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Browser, Chronicle, DAY_MS, FATES, PEOPLE, PLACES, type Fate } from '@/tests/support/outbox-world';
import { histories } from '@/tests/support/soak';

import {
  add,
  begin,
  discard,
  expire,
  heads,
  LATE,
  NEEDS_POST,
  refuse,
  retry,
  type Draft,
  type Intent,
  type Turn,
} from './outbox';

const kinds = ['post', 'post', 'edit', 'remove', 'react', 'react', 'read'] as const;
const nth = fc.nat(7);
const place = fc.constantFrom(...PLACES);
const tab = fc.nat(1);
const asking = fc.tuple(tab, fc.constantFrom(...kinds), place, nth).map(
  ([index, kind, where, which]) =>
    (browser: Browser) =>
      browser.ask(index, kind, where, which),
);
const beginning = fc.tuple(tab, place).map(
  ([index, where]) =>
    (browser: Browser) =>
      browser.begin(index, where),
);
const landing = (fates: readonly Fate[]) =>
  fc.tuple(tab, place, fc.constantFrom(...fates)).map(
    ([index, where, fate]) =>
      (browser: Browser) =>
        browser.land(index, where, fate),
  );
const crashing = tab.map((index) => (browser: Browser) => browser.crash(index));
const straying = fc.constant((browser: Browser) => browser.arriveAstray());
const signing = fc.constantFrom(...PEOPLE).map((person) => (browser: Browser) => {
  browser.server.session = person;
});
const waiting = fc.nat(7).map((days) => (browser: Browser) => browser.wait(days));
const retrying = fc.tuple(tab, nth).map(
  ([index, which]) =>
    (browser: Browser) =>
      browser.retry(index, which),
);
const discarding = fc.tuple(tab, nth).map(
  ([index, which]) =>
    (browser: Browser) =>
      browser.discard(index, which),
);

const rough = fc.oneof(
  { weight: 8, arbitrary: asking },
  { weight: 8, arbitrary: beginning },
  { weight: 8, arbitrary: landing(FATES) },
  { weight: 2, arbitrary: crashing },
  { weight: 2, arbitrary: straying },
  { weight: 2, arbitrary: signing },
  { weight: 1, arbitrary: waiting },
  { weight: 2, arbitrary: retrying },
  { weight: 1, arbitrary: discarding },
);
/** Whatever may happen but refusals and the person's changes of mind. */
const lossy = fc.oneof(
  { weight: 8, arbitrary: asking },
  { weight: 8, arbitrary: beginning },
  { weight: 8, arbitrary: landing(FATES.filter((fate) => fate !== 'refused')) },
  { weight: 2, arbitrary: crashing },
  { weight: 2, arbitrary: straying },
  { weight: 2, arbitrary: signing },
);

function live(steps: readonly ((browser: Browser) => void)[]): Browser {
  const browser = new Browser();
  for (const step of steps) step(browser);
  browser.calm();
  return browser;
}

const draftOf = (id: string, more: Partial<Draft> = {}): Draft => ({
  id,
  kind: 'post',
  conversationId: 'c0',
  messageId: `m-${id}`,
  slot: null,
  method: 'POST',
  path: '/x',
  body: { body: id },
  createdAt: '',
  sinceMs: 0,
  ...more,
});
const after = (...turns: Turn[]) => turns.reduce<readonly Intent[]>((intents, turn) => turn(intents), []);
const read = (id: string, seq: number) =>
  add(draftOf(id, { kind: 'read', messageId: null, slot: 'read:c0', body: { seq } }));

describe('the outbox', () => {
  it('has each intent done at most once, in order, as who meant it, and tells of all that failed', () => {
    fc.assert(
      fc.property(fc.array(rough, { maxLength: 80 }), (steps) => {
        const { server, outboxes, asked, excused } = live(steps);
        const keys = server.log.map(({ person, intent }) => `${person} ${intent.id}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { person, intent } of server.log)
          expect(asked.find(({ draft }) => draft.id === intent.id.replaceAll("'", ''))?.person).toBe(person);
        for (const person of PEOPLE) {
          expect(outboxes[person].every(({ failure }) => failure !== null)).toBe(true);
          for (const where of PLACES) {
            const places = server.log
              .filter((entry) => entry.person === person && entry.intent.conversationId === where)
              .filter(({ intent }) => !excused.has(intent.id.replaceAll("'", '')))
              .map(({ intent }) => Number(intent.id.replace('i', '').replaceAll("'", '')));
            expect(places).toEqual(places.toSorted((a, b) => a - b));
          }
        }
      }),
      histories(1_000, 10_000),
    );
  });

  it('leaves the record as if everything had been done at once, whatever was lost on the way', () => {
    fc.assert(
      fc.property(fc.array(lossy, { maxLength: 80 }), (steps) => {
        const { server, outboxes, asked } = live(steps);
        for (const person of PEOPLE) {
          const meant = new Chronicle();
          for (const { person: author, draft } of asked) if (author === person) meant.apply(draft);
          const isCancelled = (id: string) => !server.records[person].messages.has(id);
          for (const [id, { isDeleted }] of meant.messages)
            if (isDeleted && isCancelled(id)) meant.messages.delete(id);
          expect(server.records[person].state()).toEqual(meant.state());
          // Only what makes no sense any more fails: changes of what the person deleted before.
          for (const { messageId } of outboxes[person])
            expect(meant.messages.get(messageId ?? '')?.isDeleted ?? true).toBe(true);
        }
      }),
      histories(1_000, 10_000),
    );
  });

  it('changes a message that was never sent in its place, and forgets it when it is deleted', () => {
    const edit = add(draftOf('e', { kind: 'edit', messageId: 'm-a', body: { body: 'better' } }));
    expect(after(add(draftOf('a')), edit)).toMatchObject([{ id: 'a', body: { body: 'better' } }]);
    const remove = add(draftOf('r', { kind: 'remove', messageId: 'm-a', body: null }));
    const react = add(draftOf('x', { kind: 'react', messageId: 'm-a', slot: 'react' }));
    expect(after(add(draftOf('a')), react, remove)).toEqual([]);
    expect(after(add(draftOf('a')), begin('a'), edit, remove)).toMatchObject([
      { id: 'a' },
      { id: 'e' },
      { id: 'r' },
    ]);
  });

  it('sends only the last of what says the same anew, unless an earlier one may be under way', () => {
    expect(after(read('1', 1), read('2', 2), read('3', 3))).toMatchObject([{ id: '3' }]);
    expect(after(read('1', 1), begin('1'), read('2', 2), read('3', 3))).toMatchObject([
      { id: '1' },
      { id: '3' },
    ]);
  });

  it('fails what needs a refused message with it, and sends both again together', () => {
    const edit = add(draftOf('e', { kind: 'edit', messageId: 'm-a' }));
    const refused = [add(draftOf('a')), begin('a'), edit, refuse('a', { code: 'forbidden', message: 'no' })];
    expect(after(...refused)).toMatchObject([
      { failure: { code: 'forbidden' } },
      { failure: { code: NEEDS_POST } },
    ]);
    for (const id of ['a', 'e'])
      expect(after(...refused, retry(id, 0, String)).map(({ failure }) => failure)).toEqual([null, null]);
    expect(after(...refused, discard('a'))).toEqual([]);
  });

  it('does not repeat by itself what waited too long, and then only under a new key', () => {
    const late = [add(draftOf('a')), begin('a'), expire(6.1 * DAY_MS)];
    expect(after(...late)).toMatchObject([{ id: 'a', failure: { code: LATE } }]);
    expect(heads(after(...late))).toEqual([]);
    const again = after(
      ...late,
      retry('a', 7 * DAY_MS, () => 'b'),
    );
    expect(again).toMatchObject([
      { id: 'b', failure: null, messageId: 'm-a', tries: 1, sinceMs: 7 * DAY_MS },
    ]);
  });
});
