import { expect, test } from 'vitest';

import { formatText } from './format-text';
import type { Format } from './format-text';

/** Applies a format to the part of a text between the two bars, and marks the selection with bars again. */
function press(marked: string, format: Format): string {
  const start = marked.indexOf('|');
  const end = marked.lastIndexOf('|') - 1;
  const text = marked.replaceAll('|', '');
  const change = formatText(text, start, Math.max(start, end), format);
  const after = text.slice(0, change.from) + change.insert + text.slice(change.to);
  return `${after.slice(0, change.selectFrom)}|${after.slice(change.selectFrom, change.selectTo)}|${after.slice(change.selectTo)}`;
}

test('wrapping marks the selection and a second press takes the marks away', () => {
  expect(press('say |it| loud', 'bold')).toBe('say **|it|** loud');
  expect(press('say **|it|** loud', 'bold')).toBe('say |it| loud');
  expect(press('||', 'italic')).toBe('_||_');
});

test('lines are prefixed whole, and cleared again', () => {
  expect(press('a\nb|c\nd|e', 'quote')).toBe('a\n> b|c\n> d|e');
  expect(press('> b|c\n> d|e', 'quote')).toBe('b|c\nd|e');
  expect(press('||', 'list')).toBe('- ||');
});

test('a code block stands on its own lines', () => {
  expect(press('see |x = 1| there', 'block')).toBe('see \n```\n|x = 1|\n```\n there');
});

test('a link selects what is still to be typed', () => {
  expect(press('|docs|', 'link')).toBe('[docs](|https://|)');
  expect(press('|https://a.example|', 'link')).toBe('[||](https://a.example)');
});
