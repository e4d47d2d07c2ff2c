import { describe, expect, test } from 'vitest';

import { advance, matchesKeys } from './hotkey-match';
import type { KeyPress } from './hotkey-match';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('matchesKeys', () => {
  test('mod is ⌘ on a Mac and Ctrl elsewhere, never both', () => {
    expect(matchesKeys(press('k', { metaKey: true }), 'mod+k', true)).toBe(true);
    expect(matchesKeys(press('k', { ctrlKey: true }), 'mod+k', true)).toBe(false);
    expect(matchesKeys(press('k', { ctrlKey: true }), 'mod+k', false)).toBe(true);
    expect(matchesKeys(press('k'), 'mod+k', false)).toBe(false);
  });

  test('a sign that needs Shift matches without naming it', () => {
    expect(matchesKeys(press('?', { shiftKey: true }), '?', false)).toBe(true);
  });

  test('a named Shift must be held, and extra keys spoil the match', () => {
    expect(matchesKeys(press('Escape'), 'shift+escape', false)).toBe(false);
    expect(matchesKeys(press('Escape', { shiftKey: true }), 'shift+escape', false)).toBe(true);
    expect(matchesKeys(press('k', { ctrlKey: true, altKey: true }), 'mod+k', false)).toBe(false);
  });
});

describe('advance', () => {
  test('fires a sequence at its last step', () => {
    expect(advance(press('g'), 'g c', 0, false)).toEqual({ done: 1, fired: false });
    expect(advance(press('c'), 'g c', 1, false)).toEqual({ done: 0, fired: true });
  });

  test('a wrong step starts over, and may itself be the first', () => {
    expect(advance(press('x'), 'g c', 1, false)).toEqual({ done: 0, fired: false });
    expect(advance(press('g'), 'g c', 1, false)).toEqual({ done: 1, fired: false });
  });
});
