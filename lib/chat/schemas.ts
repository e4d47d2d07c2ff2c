import { z } from 'zod';

import { attachment, MAX_ATTACHMENTS } from '@/lib/files/schemas';

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

const messageText = z
  .string()
  .max(MAX_BODY_LENGTH, `At most ${MAX_BODY_LENGTH} characters.`)
  // Postgres stores no NUL; lone surrogates have no UTF-8.
  .transform((text) => text.replaceAll('\u0000', '').toWellFormed());

export const messageBody = messageText.refine((text) => text.trim() !== '', 'Write something.');

/** A message as it is posted: words, files, or both. */
export const newMessage = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    body: messageText.default(''),
    /** Ids of files, in the order in which they are shown. */
    files: z.array(z.uuid()).max(MAX_ATTACHMENTS, `At most ${MAX_ATTACHMENTS} files.`).default([]),
  })
  .refine(({ body, files }) => body.trim() !== '' || files.length > 0, {
    path: ['body'],
    message: 'Write something.',
  });

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
  files: z.array(attachment),
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

/** A member's own marks of a conversation, and what is unread in it, as of `seq` and `version` of the conversation. */
export const marks = z.object({
  /** Grows with every change of the marks; 0 where one does not belong. */
  marksVersion: z.number().int(),
  seq: z.number().int(),
  version: z.number().int(),
  /** Everything up to here is read; equals seq for non-members. */
  lastReadSeq: z.number().int(),
  /** Messages after that by others, without those that were deleted. */
  unreadCount: z.number().int(),
  /** How many of these mention the member. */
  mentionCount: z.number().int(),
  /** No unread count and no notices, but for mentions. */
  isMuted: z.boolean(),
  isPinned: z.boolean(),
  /** Put away when this was the last message; comes back with the next one, unless muted. */
  archivedSeq: z.number().int().nullable(),
});
export type Marks = z.infer<typeof marks>;

export const preview = z.object({
  /** Of the message: what is shown and older than another is not what stands. */
  seq: z.number().int(),
  version: z.number().int(),
  authorId: z.uuid(),
  /** Markdown, cut at 140 characters. */
  text: z.string(),
  at: z.iso.datetime(),
  isDeleted: z.boolean(),
});
export type Preview = z.infer<typeof preview>;

export const conversation = marks.extend({
  id: z.uuid(),
  kind: conversationKind,
  /** Null for direct messages: they are called after their people. */
  name: z.string().nullable(),
  topic: z.string(),
  isArchived: z.boolean(),
  isMember: z.boolean(),
  /** The people of a direct message; empty for channels. */
  memberIds: z.array(z.uuid()),
  createdBy: z.uuid().nullable(),
  lastMessageAt: z.iso.datetime().nullable(),
  /** The last message; null when there is none, and where one does not belong. */
  preview: preview.nullable(),
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
/** Tells pages that are not in a conversation's topic that it moved on. */
export const conversationsAdvanced = z.object({
  hints: z.array(
    z.object({
      conversationId: z.uuid(),
      seq: z.number().int(),
      /** Its version when unread counts changed otherwise than by new messages; null when they did not. */
      recounted: z.number().int().nullable(),
    }),
  ),
});
export type Hint = z.infer<typeof conversationsAdvanced>['hints'][number];
/** One's own marks changed, on whatever device. */
export const conversationMarked = marks.extend({ conversationId: z.uuid() });
/** Somebody in a small private conversation has read on. */
export const receiptMoved = z.object({ memberId: z.uuid(), lastReadSeq: z.number().int() });
export const notice = z.object({
  kind: z.enum(['mention', 'direct']),
  workspaceId: z.uuid(),
  conversationId: z.uuid(),
  messageId: z.uuid(),
  seq: z.number().int(),
  version: z.number().int(),
  authorId: z.uuid(),
  preview: z.string(),
});
export type Notice = z.infer<typeof notice>;
