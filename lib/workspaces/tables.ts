import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';

import { bytea, inet, instant } from '@/lib/core/columns';

/** Typings of the tables in supabase/migrations, which own the schema; a test compares the two. */
export const profiles = pgTable('profiles', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull().default(''),
  timeZone: text('time_zone').notNull().default('UTC'),
  sound: boolean('sound').notNull().default(true),
  sharesReading: boolean('shares_reading').notNull().default(true),
  epoch: integer('epoch').notNull().default(1),
  createdAt: instant('created_at').notNull().defaultNow(),
});

export const workspaces = pgTable('workspaces', {
  id: uuid('id').primaryKey(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  minAal: text('min_aal', { enum: ['aal1', 'aal2'] })
    .notNull()
    .default('aal1'),
  epoch: integer('epoch').notNull().default(1),
  createdBy: uuid('created_by').default(sql`auth.uid()`),
  createdAt: instant('created_at').notNull().defaultNow(),
});

export const workspaceFeatures = pgTable(
  'workspace_features',
  {
    workspaceId: uuid('workspace_id').notNull(),
    feature: text('feature').notNull(),
    isEnabled: boolean('is_enabled').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.feature] })],
);

export const roles = pgTable(
  'roles',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid('id').notNull().defaultRandom(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    rank: smallint('rank').notNull(),
    isInsider: boolean('is_insider').notNull(),
    isBuiltIn: boolean('is_built_in').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);

export const memberships = pgTable(
  'memberships',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid('id').notNull().defaultRandom(),
    userId: uuid('user_id').notNull(),
    roleId: uuid('role_id').notNull(),
    status: text('status', { enum: ['active', 'suspended', 'removed'] })
      .notNull()
      .default('active'),
    name: text('name').notNull(),
    title: text('title').notNull().default(''),
    isChecklistHidden: boolean('is_checklist_hidden').notNull().default(false),
    avatarId: uuid('avatar_id'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);

export const invitations = pgTable(
  'invitations',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid('id').notNull(),
    email: text('email'),
    roleId: uuid('role_id').notNull(),
    tokenHash: bytea('token_hash').notNull(),
    invitedBy: uuid('invited_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    maxUses: integer('max_uses').notNull().default(1),
    uses: integer('uses').notNull().default(0),
    revokedAt: instant('revoked_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);

export const auditLog = pgTable(
  'audit_log',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    at: instant('at').notNull().defaultNow(),
    actorId: uuid('actor_id'),
    action: text('action').notNull(),
    objectKind: text('object_kind').notNull(),
    objectId: text('object_id').notNull().default(''),
    detail: jsonb('detail').notNull().default({}),
    requestId: text('request_id'),
    address: inet('address'),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
);
