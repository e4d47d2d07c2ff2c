import { describe, expect, it } from 'vitest';

import { channelName, emoji, messageBody } from '@/lib/chat/schemas';

import { ACME_CONVERSATIONS, GLOBEX_CONVERSATIONS } from './conversations.ts';
import { ACME_PEOPLE, GLOBEX_PEOPLE } from './people.ts';
import type { SeedConversation } from './seed-conversation.ts';
import { spreadTimes } from './spread-times.ts';

const acme = ACME_PEOPLE.map(({ key, role }) => ({ key, role }));
const globex = GLOBEX_PEOPLE.map(({ key, role }) => ({ key, role }));
const cases = [
  ...ACME_CONVERSATIONS.map((conversation) => ({ ...conversation, people: acme })),
  ...GLOBEX_CONVERSATIONS.map((conversation) => ({ ...conversation, people: globex })),
];

function keysIn({ by, others }: SeedConversation, people: typeof acme | typeof globex): string[] {
  const insiders = people.filter(({ role }) => role !== 'client' && role !== 'consultant');
  return [by, ...(others === 'insiders' ? insiders.map(({ key }) => key) : others)];
}

describe.each(cases)('$name', ({ people, ...conversation }) => {
  const { messages, unread, marks = {} } = conversation;
  const present = keysIn(conversation, people);

  it('is said, read and reacted to by people of the company who are in it', () => {
    const known = new Set(people.map(({ key }): string => key));
    const acting = messages.flatMap(({ by, reactions = {} }) => [by, ...Object.values(reactions).flat()]);
    expect(present.filter((key) => !known.has(key))).toEqual([]);
    expect(
      [...acting, ...Object.keys(unread), ...Object.keys(marks)].filter((key) => !present.includes(key)),
    ).toEqual([]);
  });

  it('names only people of the company', () => {
    const named = messages.flatMap(({ body }) => [...body.matchAll(/@\{(\w+)\}/g)].map((match) => match[1]));
    expect(named.filter((key) => !people.some((person) => person.key === key))).toEqual([]);
  });

  it('has no words or emoji that the product refuses', () => {
    expect(channelName.parse(conversation.name)).toBe(conversation.name);
    for (const { body, reactions = {} } of messages) {
      expect(messageBody.parse(body)).toBe(body);
      for (const symbol of Object.keys(reactions)) expect(emoji.parse(symbol)).toBe(symbol);
    }
  });

  it('is written in the order of its times', () => {
    const now = new Date(2026, 4, 20, 12, 0);
    const alone = messages.map(({ at }) => spreadTimes([at], now)[0]?.getTime() ?? Number.NaN);
    expect(alone).toEqual(alone.toSorted((a, b) => a - b));
  });

  it('leaves unread only what others said last', () => {
    for (const [key, count] of Object.entries(unread)) {
      expect(messages.slice(-count).map(({ by }) => by)).not.toContain(key);
    }
  });
});
