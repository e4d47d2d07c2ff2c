import type { z } from 'zod';

import type {
  Hint,
  Message,
  Notice,
  conversationMarked,
  conversationsAdvanced,
  messageChanged,
  reactionChanged,
  receiptMoved,
} from '@/lib/chat/schemas';
import type { Attachment } from '@/lib/files/schemas';

type MessageChanged = z.infer<typeof messageChanged>;
type ReactionChanged = z.infer<typeof reactionChanged>;
type ConversationsAdvanced = z.infer<typeof conversationsAdvanced>;
type ConversationMarked = z.infer<typeof conversationMarked>;
type ReceiptMoved = z.infer<typeof receiptMoved>;

type Fields = Record<string, 'string' | 'number' | 'boolean'>;

function has(value: unknown, fields: Fields): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const entries = new Map(Object.entries(value));
  return Object.entries(fields).every(([name, type]) => typeof entries.get(name) === type);
}

const isNumberOrNull = (value: unknown) => value === null || typeof value === 'number';

function isList<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

const isTime = (value: unknown) => value === null || typeof value === 'string';

export function isMessage(value: unknown): value is Message {
  const fields: Fields = {
    id: 'string',
    conversationId: 'string',
    seq: 'number',
    version: 'number',
    authorId: 'string',
    body: 'string',
    createdAt: 'string',
  };
  return (
    has(value, fields) &&
    isTime(value['editedAt']) &&
    isTime(value['deletedAt']) &&
    isList(value['files'], isAttachment)
  );
}

function isAttachment(value: unknown): value is Attachment {
  const fields: Fields = { id: 'string', name: 'string', mediaType: 'string', sizeBytes: 'number' };
  return has(value, fields) && isNumberOrNull(value['width']) && isNumberOrNull(value['height']);
}

/** Whether something tells as of which version of its conversation the record has it. */
export function isVersioned(value: unknown): value is { version: number } {
  return has(value, { version: 'number' });
}

// What lib/chat/schemas.ts says with zod, by hand: zod would be a quarter of what a first visit may load.
// A test holds both against each other.

export function isMessageChanged(value: unknown): value is MessageChanged {
  return has(value, { version: 'number' }) && isMessage(value['message']);
}

export function isReactionChanged(value: unknown): value is ReactionChanged {
  return has(value, {
    version: 'number',
    messageId: 'string',
    memberId: 'string',
    emoji: 'string',
    isOn: 'boolean',
  });
}

export function isConversationsAdvanced(value: unknown): value is ConversationsAdvanced {
  return typeof value === 'object' && value !== null && 'hints' in value && isList(value.hints, isHint);
}

function isHint(value: unknown): value is Hint {
  return has(value, { conversationId: 'string', seq: 'number' }) && isNumberOrNull(value['recounted']);
}

export function isConversationMarked(value: unknown): value is ConversationMarked {
  const fields: Fields = {
    conversationId: 'string',
    marksVersion: 'number',
    seq: 'number',
    version: 'number',
    lastReadSeq: 'number',
    unreadCount: 'number',
    mentionCount: 'number',
    isMuted: 'boolean',
    isPinned: 'boolean',
  };
  return has(value, fields) && isNumberOrNull(value['archivedSeq']);
}

export function isReceiptMoved(value: unknown): value is ReceiptMoved {
  return has(value, { memberId: 'string', lastReadSeq: 'number' });
}

export function isNotice(value: unknown): value is Notice {
  const fields: Fields = {
    workspaceId: 'string',
    conversationId: 'string',
    messageId: 'string',
    seq: 'number',
    version: 'number',
    authorId: 'string',
    preview: 'string',
  };
  return has(value, fields) && (value['kind'] === 'mention' || value['kind'] === 'direct');
}

/** The text under this name, of an event that carries little else; undefined when there is none. */
export function textOf(value: unknown, name: string): string | undefined {
  if (!has(value, { [name]: 'string' })) return undefined;
  const found = value[name];
  return typeof found === 'string' ? found : undefined;
}
