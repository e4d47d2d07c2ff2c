import { describe, expect, it } from 'vitest';

import { aConversation } from '@/tests/support/conversation';

import { inboxFilter, inInbox } from './inbox-order';

const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
const old = aConversation({ id: 'old', lastMessageAt: at(1), isPinned: true });
const unread = aConversation({ id: 'unread', lastMessageAt: at(2), seq: 4, unreadCount: 2 });
const muted = aConversation({ id: 'muted', lastMessageAt: at(3), seq: 4, unreadCount: 2, isMuted: true });
const named = aConversation({ id: 'named', lastMessageAt: at(4), seq: 4, unreadCount: 1, mentionCount: 1 });
const away = aConversation({ id: 'away', lastMessageAt: at(5), seq: 4, archivedSeq: 4 });
const closed = aConversation({ id: 'closed', isArchived: true });
const all = [closed, old, unread, muted, named, away];
const ids = (...asked: Parameters<typeof inInbox>) => inInbox(...asked).map(({ id }) => id);

describe('the inbox', () => {
  it('has what is pinned first, then what was said last, without what is archived', () => {
    expect(ids(all, 'all')).toEqual(['old', 'named', 'muted', 'unread']);
    expect(ids(all, 'archived')).toEqual(['away', 'closed']);
  });

  it('shows as unread what asks to be read: not what is muted', () => {
    expect(ids(all, 'unread')).toEqual(['named', 'unread']);
    expect(ids(all, 'mentions')).toEqual(['named']);
  });

  it('keeps what is open while it is read, but not what is archived meanwhile', () => {
    expect(ids(all, 'mentions', 'unread')).toEqual(['named', 'unread']);
    expect(ids(all, 'mentions', 'away')).toEqual(['named']);
  });

  it('takes a strange filter for none', () => {
    expect(inboxFilter('mentions')).toBe('mentions');
    expect(inboxFilter('everything')).toBe('all');
    expect(inboxFilter(null)).toBe('all');
  });
});
