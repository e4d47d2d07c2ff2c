import type { z } from 'zod';

import type {
  Message,
  Notice,
  conversationAdvanced,
  conversationRead,
  messageChanged,
  reactionChanged,
} from '@/lib/chat/schemas';

type MessageChanged = z.infer<typeof messageChanged>;
type ReactionChanged = z.infer<typeof reactionChanged>;
type ConversationAdvanced = z.infer<typeof conversationAdvanced>;
type ConversationRead = z.infer<typeof conversationRead>;

type Fields = Record<string, 'string' | 'number' | 'boolean'>;

function has(value: unknown, fields: Fields): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const entries = new Map(Object.entries(value));
  return Object.entries(fields).every(([name, type]) => typeof entries.get(name) === type);
}

const isTime = (value: unknown) => value === null || typeof value === 'string';

function isMessage(value: unknown): value is Message {
  const fields: Fields = {
    id: 'string',
    conversationId: 'string',
    seq: 'number',
    version: 'number',
    authorId: 'string',
    body: 'string',
    createdAt: 'string',
  };
  return has(value, fields) && isTime(value['editedAt']) && isTime(value['deletedAt']);
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

export function isConversationAdvanced(value: unknown): value is ConversationAdvanced {
  return has(value, { conversationId: 'string', seq: 'number', authorId: 'string' });
}

export function isConversationRead(value: unknown): value is ConversationRead {
  return has(value, { conversationId: 'string', lastReadSeq: 'number' });
}

export function isNotice(value: unknown): value is Notice {
  const fields: Fields = {
    workspaceId: 'string',
    conversationId: 'string',
    messageId: 'string',
    seq: 'number',
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
