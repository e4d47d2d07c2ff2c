/** What receipts need to know of a message. */
type Said = {
  id: string;
  seq: number;
  authorId: string;
  deletedAt: string | null;
  state: 'sent' | 'sending' | 'failed';
};

type Seen = { messageId: string; memberIds: readonly string[] };

/**
 * The last message of one's own that others have read, and who they are; null when there is none. Who answered has read.
 * @param readUpTo how far the others have read, by member, of those who share it
 * @param isDirect between two people: there an answer says it all
 */
export function seenBy(
  items: readonly Said[],
  readUpTo: ReadonlyMap<string, number>,
  { memberId, isDirect }: { memberId: string; isDirect: boolean },
): Seen | null {
  const reached = new Map(readUpTo);
  for (const { authorId, seq } of items)
    if (reached.has(authorId)) reached.set(authorId, Math.max(seq, reached.get(authorId) ?? 0));
  for (const item of items.toReversed()) {
    if (item.state !== 'sent' || item.deletedAt !== null) continue;
    if (item.authorId !== memberId) {
      if (isDirect) return null;
      continue;
    }
    const readers = [...reached].filter(([id, seq]) => id !== memberId && seq >= item.seq).map(([id]) => id);
    if (readers.length > 0) return { messageId: item.id, memberIds: readers };
  }
  return null;
}
