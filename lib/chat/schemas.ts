import { z } from 'zod';

/** Longest message, in UTF-16 units as editors count them. */
export const MAX_BODY_LENGTH = 12_000;

export const conversationKind = z.enum(['public', 'private', 'direct']);

/** Channel names: lower case, no spaces, readable in any script. */
export const channelName = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(80)
  .regex(/^[^\s\p{Cc}#@<>/\\"]+$/u, 'Use letters, digits, hyphens and underscores, without spaces.');

export const messageBody = z
  .string()
  .max(MAX_BODY_LENGTH, `At most ${MAX_BODY_LENGTH} characters.`)
  // Postgres stores no NUL; lone surrogates have no UTF-8.
  .transform((text) => text.replaceAll('\u0000', '').toWellFormed())
  .refine((text) => text.trim() !== '', 'Write something.');

/** One emoji, as itself. */
export const emoji = z
  .string()
  .max(32)
  .regex(/^[^\p{L}\s<>&"']+$/u, 'One emoji.')
  .regex(/\P{ASCII}/u, 'One emoji.');

export const reaction = z.object({ emoji: z.string(), memberId: z.uuid() });

export const message = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  /** Place in the conversation, from 1, without gaps. */
  seq: z.number().int(),
  /** The conversation's version when this message or its reactions last changed. */
  version: z.number().int(),
  authorId: z.uuid(),
  /** Markdown; people are mentioned as `<@member id>`. Empty once deleted. */
  body: z.string(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  deletedAt: z.iso.datetime().nullable(),
});
export type Message = z.infer<typeof message>;

export const messageWithReactions = message.extend({ reactions: z.array(reaction) });
export type MessageWithReactions = z.infer<typeof messageWithReactions>;

/** A run of messages, in order, as it was at `version` of the conversation. */
export const messagePage = z.object({
  messages: z.array(messageWithReactions),
  version: z.number().int(),
  /** Number of the conversation's last message. */
  seq: z.number().int(),
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
});
export type MessagePage = z.infer<typeof messagePage>;

export const conversation = z.object({
  id: z.uuid(),
  kind: conversationKind,
  /** Null for direct messages: they are called after their people. */
  name: z.string().nullable(),
  topic: z.string(),
  seq: z.number().int(),
  isArchived: z.boolean(),
  isMember: z.boolean(),
  /** Everything up to here is read; equals seq for non-members. */
  lastReadSeq: z.number().int(),
  mentionCount: z.number().int(),
  /** The people of a direct message; empty for channels. */
  memberIds: z.array(z.uuid()),
  createdBy: z.uuid().nullable(),
  lastMessageAt: z.iso.datetime().nullable(),
  /** Realtime topic of its events, at this moment. */
  topicName: z.string(),
});
export type Conversation = z.infer<typeof conversation>;

// Events of record, as they travel over realtime -----------------------------------------------

export const messageChanged = z.object({ version: z.number().int(), message });
export const reactionChanged = z.object({
  version: z.number().int(),
  messageId: z.uuid(),
  memberId: z.uuid(),
  emoji: z.string(),
  isOn: z.boolean(),
});
export const conversationAdvanced = z.object({
  conversationId: z.uuid(),
  seq: z.number().int(),
  authorId: z.uuid(),
});
export const conversationRead = z.object({ conversationId: z.uuid(), lastReadSeq: z.number().int() });
export const notice = z.object({
  kind: z.enum(['mention', 'direct']),
  workspaceId: z.uuid(),
  conversationId: z.uuid(),
  messageId: z.uuid(),
  seq: z.number().int(),
  authorId: z.uuid(),
  preview: z.string(),
});
export type Notice = z.infer<typeof notice>;
