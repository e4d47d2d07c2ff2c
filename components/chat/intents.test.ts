import { expect, it } from 'vitest';

import { add, refuse, type Intent, type Turn } from '@/lib/chat/outbox';
import type { MessageWithReactions } from '@/lib/chat/schemas';
import { confirmOutgoing, endWish, itemsOf, startTimeline } from '@/lib/chat/timeline';

import { editIntent, postIntent, reactIntent, removeIntent, showIntents } from './intents';

const ME = 'me';
const old: MessageWithReactions = {
  id: 'old',
  conversationId: 'c',
  seq: 1,
  version: 1,
  authorId: ME,
  body: 'old',
  files: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  editedAt: null,
  deletedAt: null,
  reactions: [],
};
const page = { messages: [old], version: 1, seq: 1, hasOlder: false, hasNewer: false };
const after = (...turns: Turn[]) => turns.reduce<readonly Intent[]>((intents, turn) => turn(intents), []);
const shown = (intents: readonly Intent[], timeline = startTimeline(page)) =>
  itemsOf(showIntents(timeline, intents, ME));

it('shows what waits: messages after the last, changes on what they change', () => {
  const post = postIntent('c', 'new', []);
  const intents = after(
    add(post),
    (list) => list.map((intent) => ({ ...intent, tries: 1 })),
    add(editIntent('c', 'old', 'better')),
    add(reactIntent('c', post.messageId ?? '', { emoji: '👍', isOn: true })),
  );
  expect(shown(intents)).toMatchObject([
    { id: 'old', body: 'better', state: 'sent' },
    { id: post.messageId, seq: 2, body: 'new', state: 'sending', reactions: [{ emoji: '👍', memberId: ME }] },
  ]);
  expect(shown(after(add(removeIntent('c', 'old'))))).toMatchObject([
    { body: '', deletedAt: expect.any(String) },
  ]);
});

it('lets go of what was discarded or refused, and keeps failed messages with the reason', () => {
  const post = postIntent('c', 'new', []);
  const edit = editIntent('c', 'old', 'better');
  const failure = { code: 'forbidden', message: 'Not today.' };
  const before = showIntents(startTimeline(page), after(add(post), add(edit)), ME);
  const failed = after(add(post), add(edit), refuse(post.id, failure), refuse(edit.id, failure));
  expect(shown(failed, before)).toMatchObject([
    { body: 'old' },
    { body: 'new', state: 'failed', failure: 'Not today.' },
  ]);
  expect(shown([], before)).toMatchObject([{ body: 'old' }]);
});

it('shows what was answered until the record has it, and nothing twice', () => {
  const post = postIntent('c', 'new', []);
  const edit = editIntent('c', 'old', 'better');
  const intents = after(add(post), add(edit));
  const { reactions: _, ...message } = { ...old, id: post.messageId ?? '', seq: 2, version: 3, body: 'new' };
  const answered = endWish(
    confirmOutgoing(showIntents(startTimeline(page), intents, ME), message),
    edit.id,
    2,
  );
  for (const left of [intents, []])
    expect(shown(left, answered)).toMatchObject([{ body: 'better' }, { body: 'new', state: 'sent' }]);
  const record = startTimeline({
    ...page,
    messages: [old, { ...message, reactions: [] }],
    version: 3,
    seq: 2,
  });
  expect(shown(after(add(post)), record)).toHaveLength(2);
});
