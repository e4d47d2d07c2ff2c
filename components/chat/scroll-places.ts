/** Where a reader stopped: the topmost message, and how much of it was above the view, in pixels. */
export type ScrollPlace = { messageId: string; offsetPx: number };

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const nameOf = (conversationId: string) => `place:${conversationId}`;

/** Where this tab was in a conversation; null when it was at the end, or never there. */
export function readPlace(store: Store, conversationId: string): ScrollPlace | null {
  const kept = store.getItem(nameOf(conversationId))?.split(' ');
  const offsetPx = Number(kept?.[1]);
  const messageId = kept?.[0];
  return messageId === undefined || !Number.isFinite(offsetPx) ? null : { messageId, offsetPx };
}

/** Keeps a place for this tab, through navigation and reload; null forgets it. */
export function keepPlace(store: Store, conversationId: string, place: ScrollPlace | null): void {
  if (place === null) store.removeItem(nameOf(conversationId));
  else store.setItem(nameOf(conversationId), `${place.messageId} ${Math.round(place.offsetPx)}`);
}
