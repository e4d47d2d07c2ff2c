import type { Conversation } from '@/lib/chat/schemas';

/** A channel one belongs to, where nothing was said; with what a test says otherwise. */
export function aConversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: '0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001',
    kind: 'public',
    name: 'general',
    topic: '',
    seq: 0,
    version: 0,
    isArchived: false,
    isMember: true,
    marksVersion: 1,
    lastReadSeq: 0,
    unreadCount: 0,
    mentionCount: 0,
    isMuted: false,
    isPinned: false,
    archivedSeq: null,
    memberIds: [],
    createdBy: null,
    lastMessageAt: null,
    preview: null,
    topicName: '',
    ...change,
  };
}
