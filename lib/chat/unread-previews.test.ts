import { describe, expect, it } from 'vitest';

import { aConversation } from '@/tests/support/conversation';

import type { Preview } from './schemas';
import {
  conversationsOf,
  hearHint,
  hearMarks,
  hearPreview,
  isPutAway,
  silentOf,
  startUnread,
  takeFetched,
} from './unread';

const AT = '2026-01-01T00:00:00.000Z';
const ID = 'c';
const preview = (seq: number, version: number, text: string): Preview => ({
  seq,
  version,
  authorId: 'ada',
  text,
  at: AT,
  isDeleted: false,
});
const start = startUnread([aConversation({ id: ID, seq: 2, version: 2, preview: preview(2, 2, 'second') })]);
const textOf = (state: typeof start) => conversationsOf(state)[0]?.preview?.text;

describe('the last words of a conversation', () => {
  it('are those of the later message, in whatever order they come', () => {
    const fourth = hearPreview(start, ID, preview(4, 4, 'fourth'));
    expect(textOf(fourth)).toBe('fourth');
    expect(textOf(hearPreview(fourth, ID, preview(3, 3, 'third')))).toBe('fourth');
    expect(textOf(hearPreview(fourth, ID, preview(3, 9, 'third, edited')))).toBe('fourth');
    expect(textOf(hearPreview(fourth, ID, preview(4, 5, 'edited')))).toBe('edited');
  });

  it('outlive an answer that is older', () => {
    const heard = hearPreview(start, ID, preview(2, 3, 'edited'));
    const stale = [aConversation({ id: ID, seq: 2, version: 2, preview: preview(2, 2, 'second') })];
    expect(textOf(takeFetched(heard, stale, { isWaiting: () => false }))).toBe('edited');
    expect(textOf(takeFetched(heard, stale, { isWaiting: () => true }))).toBe('edited');
  });

  it('are missing where only a hint came', () => {
    expect(silentOf(conversationsOf(start))).toEqual([]);
    const hinted = hearHint(start, { conversationId: ID, seq: 3, recounted: null }, AT);
    expect(silentOf(conversationsOf(hinted))).toEqual([ID]);
    expect(silentOf(conversationsOf(hearPreview(hinted, ID, preview(3, 3, 'third'))))).toEqual([]);
  });
});

it('a muted conversation that was put away comes back for a mention', () => {
  const away = aConversation({ seq: 5, archivedSeq: 4, isMuted: true });
  expect(isPutAway(away)).toBe(true);
  expect(isPutAway({ ...away, mentionCount: 1 })).toBe(false);
});

it('marks that come by an event leave the conversation the one it is', () => {
  const { lastReadSeq, unreadCount, mentionCount, isMuted, isPinned, archivedSeq } = aConversation();
  const counts = { lastReadSeq, unreadCount, mentionCount, isMuted, isPinned, archivedSeq };
  const event = { ...counts, id: 'of-the-event', conversationId: ID, marksVersion: 9, seq: 3, version: 3 };
  expect(conversationsOf(hearMarks(start, event)).map(({ id }) => id)).toEqual([ID]);
});
