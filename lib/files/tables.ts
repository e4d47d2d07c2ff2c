import { bigint, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

import { instant } from '@/lib/core/columns';

/** Typings of the table in supabase/migrations, which owns the schema; a test compares the two. */
export const files = pgTable(
  'files',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid('id').notNull(),
    uploadedBy: uuid('uploaded_by').notNull(),
    purpose: text('purpose', { enum: ['attachment', 'avatar'] }).notNull(),
    conversationId: uuid('conversation_id'),
    messageId: uuid('message_id'),
    name: text('name').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    objectName: text('object_name').notNull(),
    state: text('state', { enum: ['waiting', 'ready', 'refused', 'removed'] })
      .notNull()
      .default('waiting'),
    mediaType: text('media_type').notNull().default('application/octet-stream'),
    width: integer('width'),
    height: integer('height'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);
