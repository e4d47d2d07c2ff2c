import { describe, expect, it } from 'vitest';
import type { z } from 'zod';

import {
  conversationMarked,
  conversationsAdvanced,
  messageChanged,
  notice,
  reactionChanged,
  receiptMoved,
} from '@/lib/chat/schemas';
import { attachment } from '@/lib/files/schemas';

import {
  isConversationMarked,
  isConversationsAdvanced,
  isMessageChanged,
  isNotice,
  isReactionChanged,
  isReceiptMoved,
} from './chat-events';

const ID = '0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001';
const AT = '2026-01-01T00:00:00.000Z';
const file = {
  id: ID,
  name: 'plan.pdf',
  mediaType: 'application/pdf',
  sizeBytes: 9,
  width: null,
  height: null,
};
const message = {
  id: ID,
  conversationId: ID,
  seq: 1,
  version: 1,
  authorId: ID,
  body: '',
  files: [file],
  createdAt: AT,
  editedAt: null,
  deletedAt: AT,
};

const HINT = { conversationId: ID, seq: 1, recounted: null };

type Case = [string, z.ZodObject, (value: unknown) => boolean, Record<string, unknown>];

const cases: Case[] = [
  ['message.changed', messageChanged, isMessageChanged, { version: 1, message }],
  [
    'message',
    messageChanged.shape.message,
    (value) => isMessageChanged({ version: 1, message: value }),
    message,
  ],
  [
    'attachment',
    attachment,
    (value) => isMessageChanged({ version: 1, message: { ...message, files: [value] } }),
    file,
  ],
  [
    'reaction.changed',
    reactionChanged,
    isReactionChanged,
    { version: 1, messageId: ID, memberId: ID, emoji: '👍', isOn: true },
  ],
  ['conversations.advanced', conversationsAdvanced, isConversationsAdvanced, { hints: [HINT] }],
  [
    'hint',
    conversationsAdvanced.shape.hints.element,
    (value) => isConversationsAdvanced({ hints: [value] }),
    HINT,
  ],
  [
    'conversation.marked',
    conversationMarked,
    isConversationMarked,
    {
      conversationId: ID,
      marksVersion: 1,
      seq: 1,
      version: 1,
      lastReadSeq: 1,
      unreadCount: 0,
      mentionCount: 0,
      isMuted: false,
      isPinned: true,
      archivedSeq: null,
    },
  ],
  ['receipt.moved', receiptMoved, isReceiptMoved, { memberId: ID, lastReadSeq: 1 }],
  [
    'notice',
    notice,
    isNotice,
    {
      kind: 'mention',
      workspaceId: ID,
      conversationId: ID,
      messageId: ID,
      seq: 1,
      version: 1,
      authorId: ID,
      preview: '',
    },
  ],
];

describe.each(cases)('%s', (_, schema, guard, sample) => {
  it('is taken as the schema takes it, whole', () => {
    expect(schema.safeParse(sample).success).toBe(true);
    expect(guard(sample)).toBe(true);
    expect(Object.keys(sample).toSorted()).toEqual(Object.keys(schema.shape).toSorted());
  });

  it('is refused as the schema refuses it: any field missing or of another kind, or no object', () => {
    const broken = Object.keys(sample).flatMap((name) => {
      const { [name]: _dropped, ...rest } = sample;
      return [rest, { ...sample, [name]: [] }, { ...sample, [name]: undefined }];
    });
    for (const value of [...broken, null, undefined, 'text', 7, []]) {
      expect([value, guard(value)]).toEqual([value, schema.safeParse(value).success]);
    }
  });
});
