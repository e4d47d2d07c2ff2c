import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { AppError } from '@/lib/core/errors';

import { memberName, roleKey } from './schemas';
import { memberships, profiles } from './tables';

const RATE = { burst: 30, periodS: 60 };

/** Changes how one appears in the workspace. */
export const changeMe = command({
  name: 'workspaces.change-me',
  summary: 'Change your name or title here, or put the first-run checklist away.',
  scope: 'workspace',
  input: z.object({
    name: memberName.optional(),
    title: z.string().trim().max(80).optional(),
    isChecklistHidden: z.boolean().optional(),
  }),
  output: z.object({}),
  rate: RATE,
  audit: (change, _, actor) => ({ kind: 'member', object: actor?.memberId ?? '', detail: change }),
  run: async ({ db, actor }, { name, title, isChecklistHidden }) => {
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(title === undefined ? {} : { title }),
      ...(isChecklistHidden === undefined ? {} : { isChecklistHidden }),
    };
    if (Object.keys(change).length === 0) throw new AppError('invalid', 'Give something to change.');
    await db
      .update(memberships)
      .set(change)
      .where(and(eq(memberships.workspaceId, actor.workspaceId), eq(memberships.id, actor.memberId)));
    return {};
  },
});

/** Changes a person's own preferences, which hold in all their workspaces. */
export const changeProfile = command({
  name: 'workspaces.change-profile',
  summary: 'Change your own preferences.',
  scope: 'person',
  input: z.object({
    name: memberName.optional(),
    sound: z.boolean().optional(),
    /** Whether others see how far one has read; who does not share does not see. */
    sharesReading: z.boolean().optional(),
  }),
  output: z.object({}),
  rate: RATE,
  audit: null,
  run: async ({ db, person }, { name, sound, sharesReading }) => {
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(sound === undefined ? {} : { sound }),
      ...(sharesReading === undefined ? {} : { sharesReading }),
    };
    if (Object.keys(change).length === 0) throw new AppError('invalid', 'Give something to change.');
    await db.update(profiles).set(change).where(eq(profiles.id, person.userId));
    return {};
  },
});

/**
 * Changes a member's role, or suspends, removes or reinstates them; who loses access is cut off at once.
 * @throws forbidden (not below one's own role), not_found, conflict (the last owner).
 */
export const changeMember = command({
  name: 'workspaces.change-member',
  summary: 'Change the role or the status of a member.',
  scope: 'workspace',
  input: z.object({
    id: z.uuid(),
    role: roleKey.optional(),
    status: z.enum(['active', 'suspended', 'removed']).optional(),
  }),
  output: z.object({}),
  permission: 'members.manage',
  rate: RATE,
  audit: ({ id, ...change }) => ({ kind: 'member', object: id, detail: change }),
  run: async ({ db, actor }, { id, role, status }) => {
    await db.execute(
      sql`select private.manage_member(${actor.workspaceId}::uuid, ${id}::uuid, ${role ?? null}, ${status ?? null})`,
    );
    return {};
  },
});

/** Leaves the workspace. What one has said stays. @throws conflict (the last owner). */
export const leaveWorkspace = command({
  name: 'workspaces.leave',
  summary: 'Leave the workspace.',
  scope: 'workspace',
  input: z.object({}),
  output: z.object({}),
  rate: RATE,
  audit: (_, __, actor) => ({ kind: 'member', object: actor?.memberId ?? '', detail: { status: 'removed' } }),
  run: async ({ db, actor }) => {
    await db.execute(
      sql`select private.manage_member(${actor.workspaceId}::uuid, ${actor.memberId}::uuid, null, 'removed')`,
    );
    return {};
  },
});
