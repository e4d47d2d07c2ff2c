import { describe, expect, test } from 'vitest';

import { decodeMentions, encodeMentions, matchPeople, mentionAt, splitMentions } from './mentions';

const ada = { id: '01900000-0000-7000-8000-00000000000a', name: 'Ada Okafor' };
const adaOnly = { id: '01900000-0000-7000-8000-00000000000b', name: 'Ada' };
const nameOf = (id: string) => [ada, adaOnly].find((person) => person.id === id)?.name;

describe('encodeMentions', () => {
  test('the longest name wins, and a name ends where its word ends', () => {
    expect(encodeMentions('@Ada Okafor, @Ada! @Adam', [adaOnly, ada])).toBe(
      `<@${ada.id}>, <@${adaOnly.id}>! @Adam`,
    );
  });

  test('an address is not a mention, and code keeps its words', () => {
    const text = 'me@Ada `@Ada` and\n```\n@Ada\n```';
    expect(encodeMentions(text, [adaOnly])).toBe(text);
  });

  test('names may hold any sign', () => {
    const odd = { id: ada.id, name: 'A.(*) [x]\\' };
    expect(encodeMentions('hi @A.(*) [x]\\', [odd])).toBe(`hi <@${ada.id}>`);
  });

  test('of two people with one name the chosen one, who is given first, is meant', () => {
    expect(encodeMentions('@Ada', [{ id: ada.id, name: 'Ada' }, adaOnly])).toBe(`<@${ada.id}>`);
  });
});

test('decoding gives back what was written and who was meant', () => {
  const stored = `<@${ada.id}> see \`<@${ada.id}>\``;
  const { text, people } = decodeMentions(stored, nameOf);
  expect(text).toBe(`@Ada Okafor see \`<@${ada.id}>\``);
  expect(people).toEqual([ada]);
  expect(encodeMentions(text, people)).toBe(stored);
  expect(decodeMentions(`<@${ada.id}>`, () => undefined).text).toBe(`<@${ada.id}>`);
});

test('splitMentions loses nothing', () => {
  expect(splitMentions(`a <@${ada.id}> b`)).toEqual([
    { at: 0, text: 'a ' },
    { at: 2, memberId: ada.id },
    { at: 41, text: ' b' },
  ]);
  expect(splitMentions('<@nobody>')).toEqual([{ at: 0, text: '<@nobody>' }]);
});

test('mentionAt finds what is being typed, with one space, not in an address', () => {
  expect(mentionAt('hi @Ad', 6)).toEqual({ start: 3, query: 'Ad' });
  expect(mentionAt('@', 1)).toEqual({ start: 0, query: '' });
  expect(mentionAt('hi @Ada Ok', 10)).toEqual({ start: 3, query: 'Ada Ok' });
  expect(mentionAt('ada@ex', 6)).toBeNull();
  expect(mentionAt('@ Ada', 5)).toBeNull();
});

test('people are found by any word of their name', () => {
  expect(matchPeople([adaOnly, ada], 'oka', 5)).toEqual([ada]);
  expect(matchPeople([adaOnly, ada], 'ada o', 5)).toEqual([ada]);
});
