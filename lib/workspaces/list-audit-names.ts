import { eq } from 'drizzle-orm';
import { z } from 'zod';

import { query } from '@/lib/core/command';

import { memberships } from './tables';

/** Who is who in the audit log: its actors are people, whom only their memberships name. @throws forbidden */
export const listAuditNames = query({
  name: 'workspaces.list-audit-names',
  summary: 'List the names of the people in the audit log.',
  scope: 'workspace',
  input: z.object({}),
  output: z.object({ people: z.array(z.object({ userId: z.uuid(), memberId: z.uuid(), name: z.string() })) }),
  permission: 'audit.read',
  rate: { burst: 300, periodS: 60 },
  run: async ({ db, actor }) => ({
    people: await db
      .select({ userId: memberships.userId, memberId: memberships.id, name: memberships.name })
      .from(memberships)
      .where(eq(memberships.workspaceId, actor.workspaceId)),
  }),
});
