import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';

import { query } from '@/lib/core/command';
import { notFound } from '@/lib/core/errors';

import { checklist, invitation, member, role, workspaceFrame, workspaceSummary } from './schemas';
import { auditLog, invitations, memberships, profiles, roles, workspaces } from './tables';

const READS = { burst: 300, periodS: 60 };

const memberColumns = {
  id: memberships.id,
  name: memberships.name,
  title: memberships.title,
  role: roles.key,
  isInsider: roles.isInsider,
  status: memberships.status,
  avatarId: memberships.avatarId,
};
const ofRole = and(eq(roles.workspaceId, memberships.workspaceId), eq(roles.id, memberships.roleId));

/** The workspaces the caller is active in. */
export const listWorkspaces = query({
  name: 'workspaces.list-workspaces',
  summary: 'List your workspaces.',
  scope: 'person',
  input: z.object({}),
  output: z.object({ workspaces: z.array(workspaceSummary) }),
  rate: READS,
  run: async ({ db }) => ({
    workspaces: await db
      .select({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name })
      .from(workspaces)
      .orderBy(asc(workspaces.name), asc(workspaces.id)),
  }),
});

/** The frame of a workspace for the caller. @throws not_found */
export const getFrame = query({
  name: 'workspaces.get-frame',
  summary: 'Get the workspace, your place in it, and its realtime topics.',
  scope: 'workspace',
  input: z.object({}),
  output: workspaceFrame,
  rate: READS,
  run: async ({ db, actor, person }) => {
    const [mine] = await db
      .select({
        ...memberColumns,
        userId: profiles.id,
        sound: profiles.sound,
        sharesReading: profiles.sharesReading,
        userEpoch: profiles.epoch,
        workspaceEpoch: workspaces.epoch,
      })
      .from(memberships)
      .innerJoin(roles, ofRole)
      .innerJoin(profiles, eq(profiles.id, memberships.userId))
      .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
      .where(and(eq(memberships.workspaceId, actor.workspaceId), eq(memberships.id, actor.memberId)));
    const all = await db
      .select({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name })
      .from(workspaces)
      .orderBy(asc(workspaces.name), asc(workspaces.id));
    const here = all.find(({ id }) => id === actor.workspaceId);
    if (!mine || !here) throw notFound('This workspace');
    const { userEpoch, workspaceEpoch, ...me } = mine;
    return {
      ...here,
      me: { ...me, email: person.email, permissions: [...actor.permissions] },
      features: [...actor.features],
      workspaceTopic: me.isInsider ? `workspace:${here.id}:${workspaceEpoch}` : null,
      userTopic: `user:${me.userId}:${userEpoch}`,
      workspaces: all,
    };
  },
});

/** The people the caller may see: everybody for insiders, those they talk with for outsiders; also those who have left. */
export const listMembers = query({
  name: 'workspaces.list-members',
  summary: 'List the members you can see.',
  scope: 'workspace',
  input: z.object({}),
  output: z.object({ members: z.array(member) }),
  rate: READS,
  run: async ({ db, actor }) => ({
    members: await db
      .select(memberColumns)
      .from(memberships)
      .innerJoin(roles, ofRole)
      .where(eq(memberships.workspaceId, actor.workspaceId))
      .orderBy(asc(memberships.name), asc(memberships.id)),
  }),
});

/** The workspace's roles, highest first. */
export const listRoles = query({
  name: 'workspaces.list-roles',
  summary: 'List the roles of the workspace.',
  scope: 'workspace',
  input: z.object({}),
  output: z.object({ roles: z.array(role) }),
  rate: READS,
  run: async ({ db, actor }) => ({
    roles: await db
      .select({ key: roles.key, name: roles.name, rank: roles.rank, isInsider: roles.isInsider })
      .from(roles)
      .where(eq(roles.workspaceId, actor.workspaceId))
      .orderBy(desc(roles.rank), asc(roles.key)),
  }),
});

/** Invitations of the last month, newest first. @throws forbidden */
export const listInvitations = query({
  name: 'workspaces.list-invitations',
  summary: 'List invitations, newest first.',
  scope: 'workspace',
  input: z.object({}),
  output: z.object({ invitations: z.array(invitation) }),
  permission: 'members.invite',
  rate: READS,
  run: async ({ db, actor }) => {
    const found = await db
      .select({
        id: invitations.id,
        email: invitations.email,
        role: roles.key,
        invitedBy: invitations.invitedBy,
        expiresAt: invitations.expiresAt,
        maxUses: invitations.maxUses,
        uses: invitations.uses,
        revokedAt: invitations.revokedAt,
        createdAt: invitations.createdAt,
      })
      .from(invitations)
      .innerJoin(roles, and(eq(roles.workspaceId, invitations.workspaceId), eq(roles.id, invitations.roleId)))
      .where(
        and(
          eq(invitations.workspaceId, actor.workspaceId),
          sql`${invitations.createdAt} > now() - interval '31 days'`,
        ),
      )
      .orderBy(desc(invitations.createdAt), desc(invitations.id))
      .limit(200);
    const now = new Date();
    return {
      invitations: found.map(({ revokedAt, ...row }) => ({
        ...row,
        expiresAt: row.expiresAt.toISOString(),
        createdAt: row.createdAt.toISOString(),
        state: stateOf(revokedAt, row, now),
      })),
    };
  },
});

function stateOf(revokedAt: Date | null, row: { uses: number; maxUses: number; expiresAt: Date }, now: Date) {
  if (row.uses >= row.maxUses) return 'used' as const;
  if (revokedAt) return 'revoked' as const;
  return row.expiresAt <= now ? ('expired' as const) : ('open' as const);
}

/** What the first-run checklist shows the caller. */
export const getChecklist = query({
  name: 'workspaces.get-checklist',
  summary: 'Get your first-run checklist.',
  scope: 'workspace',
  input: z.object({}),
  output: checklist,
  rate: READS,
  run: async ({ db, actor }) => {
    const { rows } = await db.execute<z.infer<typeof checklist>>(sql`
      select m.is_checklist_hidden as "isHidden", m.title <> '' as "hasTitle",
        exists (select from memberships o where o.workspace_id = m.workspace_id and o.id <> m.id) as "hasInvited",
        exists (select from conversations c where c.workspace_id = m.workspace_id and c.kind <> 'direct' and c.name <> 'general') as "hasChannel",
        exists (select from messages s where s.workspace_id = m.workspace_id and s.author_id = m.id) as "hasPosted"
      from memberships m where m.workspace_id = ${actor.workspaceId}::uuid and m.id = ${actor.memberId}::uuid`);
    if (!rows[0]) throw notFound('This workspace');
    return rows[0];
  },
});

/** The audit trail, newest first, a page at a time. @throws forbidden */
export const listAudit = query({
  name: 'workspaces.list-audit',
  summary: 'Read the audit log, newest first.',
  scope: 'workspace',
  input: z.object({
    before: z.coerce.number().int().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  output: z.object({
    entries: z.array(
      z.object({
        id: z.number().int(),
        at: z.iso.datetime(),
        actorId: z.uuid().nullable(),
        action: z.string(),
        objectKind: z.string(),
        objectId: z.string(),
        detail: z.record(z.string(), z.unknown()),
        requestId: z.string().nullable(),
        address: z.string().nullable(),
      }),
    ),
  }),
  permission: 'audit.read',
  rate: READS,
  run: async ({ db, actor }, { before, limit }) => {
    const entries = await db
      .select(auditColumns)
      .from(auditLog)
      .where(
        and(
          eq(auditLog.workspaceId, actor.workspaceId),
          before === undefined ? undefined : lt(auditLog.id, before),
        ),
      )
      .orderBy(desc(auditLog.id))
      .limit(limit);
    return {
      entries: entries.map((entry) => ({
        ...entry,
        at: entry.at.toISOString(),
        detail: z.record(z.string(), z.unknown()).parse(entry.detail),
      })),
    };
  },
});

const auditColumns = {
  id: auditLog.id,
  at: auditLog.at,
  actorId: auditLog.actorId,
  action: auditLog.action,
  objectKind: auditLog.objectKind,
  objectId: auditLog.objectId,
  detail: auditLog.detail,
  requestId: auditLog.requestId,
  address: auditLog.address,
};
