import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { AppError } from '@/lib/core/errors';
import { insertInto } from '@/lib/core/insert';

import { slug, workspaceName, workspaceSummary } from './schemas';
import { workspaces } from './tables';

/**
 * Founds a workspace: roles, features and #general come with it, and the caller is its owner. Safe to repeat.
 * @throws conflict (the address is taken), forbidden (anonymous callers).
 */
export const foundWorkspace = command({
  name: 'workspaces.found-workspace',
  summary: 'Create a workspace; you become its owner.',
  scope: 'person',
  input: z.object({ id: z.uuid(), name: workspaceName, slug }),
  output: workspaceSummary,
  rate: { burst: 10, periodS: 3600 },
  audit: ({ name }, { id, slug: address }) => ({
    kind: 'workspace',
    object: id,
    workspaceId: id,
    detail: { name, slug: address },
  }),
  run: async ({ db }, { id, name, slug: address }) => {
    await db.execute(sql`${insertInto(workspaces, { id, name, slug: address })} on conflict do nothing`);
    const [made] = await db
      .select({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name })
      .from(workspaces)
      .where(eq(workspaces.id, id));
    if (made?.slug !== address || made.name !== name) {
      throw new AppError('conflict', 'This address is taken. Choose another one.', {
        fields: { slug: 'This address is taken.' },
      });
    }
    return made;
  },
});
