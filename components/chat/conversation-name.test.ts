import { expect, test } from 'vitest';

import { conversationName, conversationTitle, inOrder } from './conversation-name';

const names: Record<string, string> = { me: 'Jo Kim', ada: 'Ada Okafor', bo: 'Bo Lindqvist' };
const naming = {
  me: 'me',
  nameOf: (id: string) => names[id] ?? 'Somebody',
  selfName: (name: string) => `${name} (you)`,
};
const direct = (...memberIds: string[]) => ({ kind: 'direct' as const, name: null, memberIds });

test('a direct message is called after the others', () => {
  expect(conversationName(direct('me', 'ada'), naming)).toBe('Ada Okafor');
  expect(conversationName(direct('me', 'ada', 'bo', 'gone'), naming)).toBe(
    'Ada Okafor, Bo Lindqvist, Somebody',
  );
  expect(conversationName(direct('me'), naming)).toBe('Jo Kim (you)');
});

test('a channel carries its sign in a sentence', () => {
  expect(conversationTitle({ kind: 'private', name: 'design', memberIds: [] }, naming)).toBe('#design');
  expect(conversationTitle(direct('me', 'bo'), naming)).toBe('Bo Lindqvist');
});

test('channels stand by name, direct messages by what was said last', () => {
  const base = {
    topic: '',
    seq: 1,
    isArchived: false,
    isMember: true,
    lastReadSeq: 1,
    mentionCount: 0,
    createdBy: null,
    topicName: '',
  };
  const channel = (name: string) => ({
    ...base,
    id: name,
    kind: 'public' as const,
    name,
    memberIds: [],
    lastMessageAt: null,
  });
  const at = (id: string, lastMessageAt: string | null) => ({
    ...base,
    ...direct('me', id),
    id,
    lastMessageAt,
  });
  const list = [channel('room-10'), at('ada', null), channel('room-9'), at('bo', '2026-05-14T09:00:00.000Z')];
  const { channels, directs } = inOrder(list, 'en');
  expect(channels.map(({ id }) => id)).toEqual(['room-9', 'room-10']);
  expect(directs.map(({ id }) => id)).toEqual(['bo', 'ada']);
});
