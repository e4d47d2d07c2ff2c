import { clearDrafts, readDraft, writeDraft } from './drafts';
import type { DraftKey } from './drafts';
import { decodeMentions } from './mentions';
import type { Nameable } from './mentions';

/** What is being written, as its author sees it, and whom its `@Name`s mean. */
export type Draft = { text: string; people: readonly Nameable[] };

export const NO_DRAFT: Draft = { text: '', people: [] };

const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

export function subscribeDrafts(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const idOf = ({ instance, memberId, conversationId }: DraftKey) =>
  `${instance} ${memberId} ${conversationId}`;

/** A conversation's draft, read from the browser's storage the first time. */
export function draftOf(key: DraftKey, nameOf: (memberId: string) => string | undefined): Draft {
  const known = drafts.get(idOf(key));
  if (known !== undefined) return known;
  const draft = decodeMentions(readDraft(localStorage, key), nameOf);
  drafts.set(idOf(key), draft);
  return draft;
}

/** Changes a draft; `body` is how it would be stored. */
export function changeDraft(key: DraftKey, draft: Draft, body: string): void {
  drafts.set(idOf(key), draft);
  writeDraft(localStorage, key, body);
  for (const listener of listeners) listener();
}

/** Forgets what anybody has left unsent in this browser. */
export function forgetDrafts(instance: string): void {
  drafts.clear();
  clearDrafts(localStorage, instance);
}
