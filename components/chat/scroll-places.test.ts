import { expect, test } from 'vitest';

import { keepPlace, readPlace } from './scroll-places';

test('a place is kept per conversation, and forgotten at the end', () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
  keepPlace(store, 'general', { messageId: 'm7', offsetPx: 12.4 });
  expect(readPlace(store, 'general')).toEqual({ messageId: 'm7', offsetPx: 12 });
  expect(readPlace(store, 'design')).toBeNull();
  keepPlace(store, 'general', null);
  expect(readPlace(store, 'general')).toBeNull();
  kept.set('place:general', 'nonsense');
  expect(readPlace(store, 'general')).toBeNull();
});
