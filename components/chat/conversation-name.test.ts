import { expect, test } from 'vitest';

import { aConversation } from '@/tests/support/conversation';

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

const channel = (name: string) => aConversation({ id: name, name });
const at = (id: string, lastMessageAt: string | null) =>
  aConversation({ ...direct('me', id), id, lastMessageAt });

test('channels stand by name, direct messages by what was said last', () => {
  const list = [channel('room-10'), at('ada', null), channel('room-9'), at('bo', '2026-05-14T09:00:00.000Z')];
  const { channels, directs } = inOrder(list, 'en');
  expect(channels.map(({ id }) => id)).toEqual(['room-9', 'room-10']);
  expect(directs.map(({ id }) => id)).toEqual(['bo', 'ada']);
});
