type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Whose draft: browsers share storage between instances on ports of one host, and between people who sign in. */
export type DraftKey = { instance: string; memberId: string; conversationId: string };

const mark = 'draft';

function nameOf({ instance, memberId, conversationId }: DraftKey): string {
  return `${instance}:${mark}:${memberId}:${conversationId}`;
}

/** What was left unsent in a conversation, as it would be stored; empty when nothing was. */
export function readDraft(store: Store, key: DraftKey): string {
  return store.getItem(nameOf(key)) ?? '';
}

/** Keeps what is unsent. A browser that is full or keeps nothing keeps no draft; the composer still has it. */
export function writeDraft(store: Store, key: DraftKey, body: string): void {
  try {
    if (body.trim() === '') store.removeItem(nameOf(key));
    else store.setItem(nameOf(key), body);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
  }
}

/** Forgets all drafts of an instance, at sign-out. */
export function clearDrafts(store: Store, instance: string): void {
  const names = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '');
  for (const name of names) if (name.startsWith(`${instance}:${mark}:`)) store.removeItem(name);
}
