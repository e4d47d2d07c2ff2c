import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

import { instant, tsvector } from '@/lib/core/columns';

/** Typings of the tables in supabase/migrations, which own the schema; a test compares the two. */
export const conversations = pgTable(
  'conversations',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: ['public', 'private', 'direct'] }).notNull(),
    name: text('name'),
    topic: text('topic').notNull().default(''),
    directKey: text('direct_key'),
    seq: bigint('seq', { mode: 'number' }).notNull().default(0),
    version: bigint('version', { mode: 'number' }).notNull().default(0),
    epoch: integer('epoch').notNull().default(1),
    topicId: uuid('topic_id').notNull().defaultRandom(),
    createdBy: uuid('created_by'),
    archivedAt: instant('archived_at'),
    lastMessageAt: instant('last_message_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);

export const conversationMembers = pgTable(
  'conversation_members',
  {
    workspaceId: uuid('workspace_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    memberId: uuid('member_id').notNull(),
    lastReadSeq: bigint('last_read_seq', { mode: 'number' }).notNull().default(0),
    version: bigint('version', { mode: 'number' }).notNull().default(0),
    isMuted: boolean('is_muted').notNull().default(false),
    isPinned: boolean('is_pinned').notNull().default(false),
    archivedSeq: bigint('archived_seq', { mode: 'number' }),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.conversationId, table.memberId] })],
);

export const messages = pgTable(
  'messages',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid('id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
    authorId: uuid('author_id').notNull(),
    body: text('body').notNull(),
    files: jsonb('files').notNull().default([]),
    createdAt: instant('created_at').notNull().defaultNow(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),
    search: tsvector('search'),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);

export const reactions = pgTable(
  'reactions',
  {
    workspaceId: uuid('workspace_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    messageId: uuid('message_id').notNull(),
    memberId: uuid('member_id').notNull(),
    emoji: text('emoji').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.messageId, table.memberId, table.emoji] })],
);
