import { expect, test } from 'vitest';

import { isOnlyEmoji, isPlainText } from './plain-text';

test('words, lines, figures and mentions are plain', () => {
  for (const body of [
    'Hello, all!',
    'two\n\nparagraphs',
    'at 15:00 - no, 16:00',
    '<@01900000-0000-7000-8000-00000000000a> ok',
    '3.5 €',
  ]) {
    expect(isPlainText(body)).toBe(true);
  }
});

test('whatever Markdown could mean is not', () => {
  const marked = [
    '**b**',
    '_i_',
    '`c`',
    '# h',
    '> q',
    '- l',
    '1. n',
    '    code',
    'a\n---',
    '&amp;',
    '<b>',
    'see https://a.example',
    'www.a.example',
    'me@a.example',
    '[a](b)',
    'a | b',
    'line  \nbreak',
    'a\\*',
  ];
  for (const body of marked) expect(isPlainText(body)).toBe(false);
});

test('up to three emoji alone are large', () => {
  expect(isOnlyEmoji('👍')).toBe(true);
  expect(isOnlyEmoji('👩‍👩‍👧 ❤️')).toBe(true);
  expect(isOnlyEmoji('👍👍👍👍')).toBe(false);
  expect(isOnlyEmoji('ok 👍')).toBe(false);
  expect(isOnlyEmoji('42')).toBe(false);
});
