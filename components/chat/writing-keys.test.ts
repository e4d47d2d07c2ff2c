import { expect, test } from 'vitest';

import { formatOfPress, isInFence } from './writing-keys';

const press = (
  code: string,
  held: { ctrlKey?: boolean; metaKey?: boolean; shiftKey?: boolean; altKey?: boolean },
) => ({
  key: '',
  code,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test('formats have keys, by platform', () => {
  expect(formatOfPress(press('KeyB', { ctrlKey: true }), false)).toBe('bold');
  expect(formatOfPress(press('KeyB', { metaKey: true }), true)).toBe('bold');
  expect(formatOfPress(press('KeyB', { metaKey: true }), false)).toBeNull();
  expect(formatOfPress(press('Digit8', { ctrlKey: true, shiftKey: true }), false)).toBe('list');
  expect(formatOfPress(press('KeyB', { ctrlKey: true, shiftKey: true }), false)).toBeNull();
});

test('Enter begins a line inside an open code block only', () => {
  expect(isInFence('```\nx', 5)).toBe(true);
  expect(isInFence('```\nx\n```\n', 10)).toBe(false);
  expect(isInFence('a ``` b', 7)).toBe(false);
});
