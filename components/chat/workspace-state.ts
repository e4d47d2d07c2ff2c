import type { Conversation, Notice } from '@/lib/chat/schemas';

type List = readonly Conversation[];

/** Messages after how far the person has read; nothing is unread where one does not belong. */
export function unreadOf({ isMember, seq, lastReadSeq }: Conversation): number {
  return isMember ? Math.max(0, seq - lastReadSeq) : 0;
}

/** What a person is personally called for: mentions, and every unread direct message. */
export function callsOf(conversation: Conversation): number {
  return conversation.kind === 'direct' ? unreadOf(conversation) : conversation.mentionCount;
}

/** Unread messages of all conversations, and of these the mentions and direct messages. */
export function totalsOf(conversations: List): { unread: number; mentions: number } {
  const totals = { unread: 0, mentions: 0 };
  for (const conversation of conversations) {
    totals.unread += unreadOf(conversation);
    totals.mentions += callsOf(conversation);
  }
  return totals;
}

/** A message `seq` came. Whoever writes has read. */
export function advance(
  list: List,
  id: string,
  { seq, isMine, at }: { seq: number; isMine: boolean; at: string },
): List {
  return change(list, id, (conversation) =>
    seq <= conversation.seq
      ? conversation
      : {
          ...conversation,
          seq,
          lastMessageAt: at,
          lastReadSeq: isMine ? Math.max(conversation.lastReadSeq, seq) : conversation.lastReadSeq,
        },
  );
}

/** The person was mentioned. `countedSeq`: up to here the mention count came from the server. */
export function countMention(list: List, { conversationId, seq, kind }: Notice, countedSeq: number): List {
  if (kind !== 'mention' || seq <= countedSeq) return list;
  return change(list, conversationId, (conversation) =>
    seq <= conversation.lastReadSeq
      ? conversation
      : { ...conversation, mentionCount: conversation.mentionCount + 1 },
  );
}

/** The person has read up to here: on (`moved` back: marked unread from there). */
export function setRead(list: List, id: string, lastReadSeq: number): List {
  return change(list, id, (conversation) => {
    const mentionCount = lastReadSeq >= conversation.seq ? 0 : conversation.mentionCount;
    if (conversation.lastReadSeq === lastReadSeq && conversation.mentionCount === mentionCount)
      return conversation;
    return { ...conversation, lastReadSeq, mentionCount };
  });
}

/**
 * What the server says now, unless something newer was heard while it was asked: `isTouched` tells for which
 * conversations; those keep their read state and the higher seq.
 */
export function mergeList(local: List, fetched: List, isTouched: (id: string) => boolean): List {
  const known = new Map(local.map((conversation) => [conversation.id, conversation]));
  return fetched.map((conversation) => {
    const before = known.get(conversation.id);
    if (!before) return conversation;
    const { lastReadSeq, mentionCount, seq } = before;
    const next = isTouched(conversation.id)
      ? { ...conversation, lastReadSeq, mentionCount, seq: Math.max(seq, conversation.seq) }
      : conversation;
    return isSame(before, next) ? before : next;
  });
}

function change(list: List, id: string, turn: (conversation: Conversation) => Conversation): List {
  const index = list.findIndex((conversation) => conversation.id === id);
  const before = list[index];
  const after = before && turn(before);
  return !after || after === before ? list : list.with(index, after);
}

const isSame = (a: Conversation, b: Conversation) => JSON.stringify(a) === JSON.stringify(b);
