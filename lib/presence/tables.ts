import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

import { instant } from '@/lib/core/columns';

/** Typings of the tables in supabase/migrations, which own the schema; a test compares the two. */
export const statuses = pgTable(
  'statuses',
  {
    workspaceId: uuid('workspace_id').notNull(),
    memberId: uuid('member_id').notNull(),
    availability: text('availability', { enum: ['auto', 'away', 'busy', 'dnd'] })
      .notNull()
      .default('auto'),
    availabilityUntil: instant('availability_until'),
    emoji: text('emoji').notNull().default(''),
    text: text('text').notNull().default(''),
    until: instant('until'),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.memberId] })],
);
