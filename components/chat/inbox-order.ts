import type { Conversation } from '@/lib/chat/schemas';
import { isNews, isPutAway } from '@/lib/chat/unread';

export const INBOX_FILTERS = ['all', 'unread', 'mentions', 'archived'] as const;
export type InboxFilter = (typeof INBOX_FILTERS)[number];

/** The filter that an address names; all, where it names none. */
export function inboxFilter(word: string | null): InboxFilter {
  return INBOX_FILTERS.find((filter) => filter === word) ?? 'all';
}

const fits: Record<InboxFilter, (conversation: Conversation) => boolean> = {
  all: () => true,
  unread: isNews,
  mentions: ({ mentionCount }) => mentionCount > 0,
  archived: () => true,
};

/**
 * Conversations that a filter lets through: pinned ones first, then by what was said last. What is open stays where it
 * is while it is read.
 * @param openId the conversation on the screen
 */
export function inInbox(
  conversations: readonly Conversation[],
  filter: InboxFilter,
  openId?: string,
): Conversation[] {
  return conversations
    .filter((conversation) => isAway(conversation) === (filter === 'archived'))
    .filter((conversation) => fits[filter](conversation) || conversation.id === openId)
    .toSorted((a, b) => Number(b.isPinned) - Number(a.isPinned) || later(a, b));
}

const isAway = (conversation: Conversation) => conversation.isArchived || isPutAway(conversation);

function later(a: Conversation, b: Conversation): number {
  const [first, second] = [a.lastMessageAt ?? '', b.lastMessageAt ?? ''];
  return first === second ? 0 : first < second ? 1 : -1;
}
