import { describe, expect, it } from 'vitest';

import type { Conversation, Notice } from '@/lib/chat/schemas';

import { advance, callsOf, countMention, mergeList, setRead, totalsOf, unreadOf } from './workspace-state';

const AT = '2026-01-01T00:00:00.000Z';
const channel: Conversation = {
  id: 'c1',
  kind: 'public',
  name: 'general',
  topic: '',
  seq: 10,
  isArchived: false,
  isMember: true,
  lastReadSeq: 10,
  mentionCount: 0,
  memberIds: [],
  createdBy: null,
  lastMessageAt: null,
  topicName: 'conversation:c1:1',
};
const direct: Conversation = { ...channel, id: 'd1', kind: 'direct', name: null, seq: 5, lastReadSeq: 3 };
const mention: Notice = {
  kind: 'mention',
  workspaceId: 'w',
  conversationId: 'c1',
  messageId: 'm',
  seq: 11,
  authorId: 'a',
  preview: '',
};

describe('unread', () => {
  it('counts what comes after the last read message, and nothing where one is not a member', () => {
    expect(unreadOf(direct)).toBe(2);
    expect(unreadOf({ ...direct, isMember: false })).toBe(0);
  });

  it('calls for a person by mentions, and by every direct message', () => {
    expect(callsOf(direct)).toBe(2);
    expect(callsOf({ ...channel, seq: 20, mentionCount: 1 })).toBe(1);
    expect(totalsOf([channel, direct])).toEqual({ unread: 2, mentions: 2 });
  });

  it('moves on with a message of others, not with one’s own, not with what is known', () => {
    const [others] = advance([channel], 'c1', { seq: 11, isMine: false, at: AT });
    expect(others && unreadOf(others)).toBe(1);
    const [mine] = advance([channel], 'c1', { seq: 11, isMine: true, at: AT });
    expect(mine && unreadOf(mine)).toBe(0);
    const list = [channel];
    expect(advance(list, 'c1', { seq: 10, isMine: false, at: AT })).toBe(list);
    expect(advance(list, 'unknown', { seq: 99, isMine: false, at: AT })).toBe(list);
  });

  it('goes, with its mentions, when all is read; comes back when marked unread', () => {
    const called = { ...channel, seq: 12, mentionCount: 2 };
    expect(setRead([called], 'c1', 11)[0]).toMatchObject({ lastReadSeq: 11, mentionCount: 2 });
    expect(setRead([called], 'c1', 12)[0]).toMatchObject({ lastReadSeq: 12, mentionCount: 0 });
    expect(setRead([channel], 'c1', 4)[0]).toMatchObject({ lastReadSeq: 4 });
  });
});

describe('mentions', () => {
  it('count once: not those that the server counted, not those that were read', () => {
    expect(countMention([channel], mention, 10)[0]?.mentionCount).toBe(1);
    expect(countMention([channel], mention, 11)[0]?.mentionCount).toBe(0);
    expect(countMention([{ ...channel, seq: 11, lastReadSeq: 11 }], mention, 10)[0]?.mentionCount).toBe(0);
  });
});

describe('a fetched list', () => {
  it('replaces what is known, and keeps objects that did not change', () => {
    const list = mergeList([channel, direct], [{ ...channel }, { ...direct, lastReadSeq: 5 }], () => false);
    expect(list[0]).toBe(channel);
    expect(list[1]).toMatchObject({ lastReadSeq: 5 });
  });

  it('does not take back what was heard while it was asked for', () => {
    const heard = { ...channel, seq: 12, lastReadSeq: 12 };
    expect(mergeList([heard], [{ ...channel, topicName: 'conversation:c1:2' }], () => true)).toEqual([
      { ...heard, topicName: 'conversation:c1:2' },
    ]);
  });

  it('forgets conversations that are gone', () => {
    expect(mergeList([channel, direct], [direct], () => false)).toEqual([direct]);
  });
});
