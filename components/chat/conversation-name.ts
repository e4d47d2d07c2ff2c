import type { Conversation } from '@/lib/chat/schemas';

/** What names of direct messages need. */
export type Naming = {
  me: string;
  nameOf: (memberId: string) => string;
  /** How the conversation with oneself is called, given one's name. */
  selfName: (name: string) => string;
};

/** What a conversation is called, without a sign before it: a channel's name, or the other people of a direct message. */
export function conversationName(
  conversation: Pick<Conversation, 'kind' | 'name' | 'memberIds'>,
  { me, nameOf, selfName }: Naming,
): string {
  if (conversation.kind !== 'direct') return conversation.name ?? '';
  const others = conversation.memberIds.filter((id) => id !== me);
  if (others.length === 0) return selfName(nameOf(me));
  return others.map(nameOf).join(', ');
}

/** The name as it is written in a sentence: channels carry their sign. */
export function conversationTitle(
  conversation: Pick<Conversation, 'kind' | 'name' | 'memberIds'>,
  naming: Naming,
): string {
  return (conversation.kind === 'direct' ? '' : '#') + conversationName(conversation, naming);
}

const latest = (conversation: Conversation) => conversation.lastMessageAt ?? '';

/** Channels by name, direct messages by what was said last, as the sidebar lists them. */
export function inOrder(conversations: readonly Conversation[], language: string) {
  const byName = new Intl.Collator(language, { numeric: true }).compare;
  return {
    channels: conversations
      .filter(({ kind }) => kind !== 'direct')
      .toSorted((a, b) => byName(a.name ?? '', b.name ?? '')),
    directs: conversations
      .filter(({ kind }) => kind === 'direct')
      .toSorted((a, b) => (latest(a) < latest(b) ? 1 : latest(a) > latest(b) ? -1 : 0)),
  };
}
