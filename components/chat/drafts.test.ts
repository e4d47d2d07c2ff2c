import { expect, test } from 'vitest';

import { clearDrafts, readDraft, writeDraft } from './drafts';

function memoryStore() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

const mine = { instance: 'parley', memberId: 'ada', conversationId: 'general' };

test('a draft is kept per instance, person and conversation', () => {
  const store = memoryStore();
  writeDraft(store, mine, 'half a thought');
  expect(readDraft(store, mine)).toBe('half a thought');
  for (const other of [{ instance: 'b' }, { memberId: 'bo' }, { conversationId: 'design' }]) {
    expect(readDraft(store, { ...mine, ...other })).toBe('');
  }
});

test('an emptied composer leaves nothing behind', () => {
  const store = memoryStore();
  writeDraft(store, mine, 'x');
  writeDraft(store, mine, '  ');
  expect(store.length).toBe(0);
});

test('signing out forgets the drafts of this instance only', () => {
  const store = memoryStore();
  writeDraft(store, mine, 'x');
  writeDraft(store, { ...mine, conversationId: 'design' }, 'y');
  writeDraft(store, { ...mine, instance: 'other' }, 'z');
  clearDrafts(store, 'parley');
  expect(store.length).toBe(1);
});

test('a full browser keeps no draft and disturbs nobody', () => {
  const full = {
    ...memoryStore(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(() => writeDraft(full, mine, 'x')).not.toThrow();
});
