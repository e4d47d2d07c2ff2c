import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Draft, Intent } from '@/lib/chat/outbox';
import type { ErrorCode } from '@/lib/core/errors';

import { countable, Outbox } from './outbox';
import { allIntents } from './outbox-store';

type Answer = { ok: true; value: unknown } | { ok: false; error: { code: ErrorCode; message: string } };

const DONE: Answer = { ok: true, value: 'done' };
const obliging = () => DONE;
const refusal = (code: ErrorCode): Answer => ({ ok: false, error: { code, message: code } });

let instance = '';
let count = 0;
const stops: (() => void)[] = [];
beforeEach(() => {
  instance = `test-${(count += 1)}`;
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

/** One tab of a browser, and a server of its own that answers as told. */
function openTab({ personId = 'ada', isSeen = true } = {}) {
  const sent: string[] = [];
  const done: string[] = [];
  let answer: (intent: Intent) => Answer | Promise<Answer> = obliging;
  const outbox = new Outbox({
    instance,
    personId,
    workspaceId: 'w',
    newId: () => `fresh-${(count += 1)}`,
    isSeen: () => isSeen,
    send: async (intent) => {
      sent.push(intent.id);
      return await answer(intent);
    },
    onAnswer: () => undefined,
    onDone: ({ id }) => done.push(id),
    onRefused: () => undefined,
    onSignedOut: () => undefined,
  });
  const stop = outbox.start();
  stops.push(stop);
  return {
    outbox,
    sent,
    done,
    stop,
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    waiting: () => outbox.intents.get().map(({ id }) => id),
  };
}

const post = (id: string, conversationId = 'c'): Draft => ({
  id,
  kind: 'post',
  conversationId,
  messageId: `m-${id}`,
  slot: null,
  method: 'POST',
  path: '/x',
  body: { body: id },
  createdAt: '',
  sinceMs: Date.now(),
});

it('sends in order, one after the other in a conversation', async () => {
  const { outbox, sent, answerWith, waiting } = openTab();
  let underWay = 0;
  let most = 0;
  answerWith(async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await Promise.resolve();
    underWay -= 1;
    return DONE;
  });
  for (const id of ['1', '2', '3']) outbox.add(post(id));
  expect(waiting()).toEqual(['1', '2', '3']);
  await vi.waitFor(() => expect(waiting()).toEqual([]));
  expect([sent, most]).toEqual([['1', '2', '3'], 1]);
});

it('keeps what could not be sent, in order, for the next page, and tries again when woken', async () => {
  const first = openTab();
  first.answerWith(() => refusal('unavailable'));
  for (const id of ['1', '2']) first.outbox.add(post(id));
  first.outbox.add(post('elsewhere', 'd'));
  await vi.waitFor(() => expect(first.sent).toEqual(['1', 'elsewhere']));
  first.outbox.wake();
  await vi.waitFor(() => expect(first.sent).toEqual(['1', 'elsewhere', '1', 'elsewhere']));
  first.stop();
  const second = openTab();
  await vi.waitFor(() => expect(second.done.toSorted()).toEqual(['1', '2', 'elsewhere']));
  expect(second.sent.filter((id) => id !== 'elsewhere')).toEqual(['1', '2']);
  expect(await allIntents(instance, 'ada')).toEqual([]);
});

it('marks what the server refuses, goes on with the next, and sends it again when told to', async () => {
  const { outbox, done, answerWith } = openTab();
  answerWith(({ id }) => (id === '1' ? refusal('forbidden') : DONE));
  for (const id of ['1', '2']) outbox.add(post(id));
  await vi.waitFor(() => expect(done).toEqual(['2']));
  expect(outbox.intents.get()).toMatchObject([{ id: '1', failure: { code: 'forbidden' } }]);
  answerWith(() => DONE);
  outbox.retry('1');
  await vi.waitFor(() => expect(done).toEqual(['2', '1']));
});

it('sends nothing more once the sign-in ended, and loses nothing', async () => {
  const { outbox, sent, answerWith, waiting, done } = openTab();
  answerWith(() => refusal('unauthenticated'));
  outbox.add(post('1'));
  await vi.waitFor(() => expect(sent).toEqual(['1']));
  outbox.add(post('2', 'd'));
  await vi.waitFor(async () => expect(await allIntents(instance, 'ada')).toHaveLength(2));
  expect([sent, waiting()]).toEqual([['1'], ['1', '2']]);
  answerWith(() => DONE);
  outbox.wake();
  await vi.waitFor(() => expect(done.toSorted()).toEqual(['1', '2']));
});

it('sends from one tab at a time, tells the others, and has another take over', async () => {
  const first = openTab();
  const second = openTab({ isSeen: false });
  second.outbox.add(post('1'));
  await vi.waitFor(() => expect(second.done).toEqual(['1']));
  expect([first.sent, second.sent, first.waiting(), second.waiting()]).toEqual([['1'], [], [], []]);
  first.stop();
  second.outbox.add(post('2'));
  await vi.waitFor(() => expect(second.sent).toEqual(['2']));
});

it('gives the lead to the tab that is looked at', async () => {
  const first = openTab();
  first.outbox.add(post('1'));
  await vi.waitFor(() => expect(first.sent).toEqual(['1']));
  const second = openTab();
  first.outbox.add(post('2'));
  await vi.waitFor(() => expect(first.done).toEqual(['1', '2']));
  expect([first.sent, second.sent]).toEqual([['1'], ['2']]);
});

it('is of one person only, and empty after signing out', async () => {
  const ada = openTab();
  ada.answerWith(() => refusal('unavailable'));
  ada.outbox.add(post('1'));
  await vi.waitFor(() => expect(ada.sent).toEqual(['1']));
  const bo = openTab({ personId: 'bo' });
  expect(await bo.outbox.countUnsent()).toBe(0);
  expect(await ada.outbox.countUnsent()).toBe(1);
  await ada.outbox.forget();
  expect([ada.waiting(), await allIntents(instance, 'ada')]).toEqual([[], []]);
  expect([bo.sent, bo.waiting()]).toEqual([[], []]);
});

it('goes on in memory where the browser keeps nothing, and says what leaving would lose', async () => {
  vi.stubGlobal('indexedDB', undefined);
  const { outbox, done, answerWith } = openTab();
  answerWith(() => refusal('unavailable'));
  outbox.add(post('1'));
  await vi.waitFor(() => expect(outbox.isAtRisk).toBe(true));
  expect(countable(outbox.intents.get())).toHaveLength(1);
  answerWith(() => DONE);
  await vi.waitFor(() => {
    outbox.wake();
    expect(done).toEqual(['1']);
  });
  expect(outbox.isAtRisk).toBe(false);
});
