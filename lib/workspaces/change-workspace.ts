import { eq } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { AppError, notFound } from '@/lib/core/errors';

import { slug, workspaceName, workspaceSummary } from './schemas';
import { workspaces } from './tables';

/** Renames a workspace or moves it to another address. @throws forbidden, conflict (address taken). */
export const changeWorkspace = command({
  name: 'workspaces.change-workspace',
  summary: 'Change the name or the address of the workspace.',
  scope: 'workspace',
  input: z.object({ name: workspaceName.optional(), slug: slug.optional() }),
  output: workspaceSummary,
  permission: 'workspace.manage',
  rate: { burst: 20, periodS: 60 },
  audit: (change, { id }) => ({ kind: 'workspace', object: id, detail: change }),
  run: async ({ db, actor }, { name, slug: address }) => {
    const change = { ...(name ? { name } : {}), ...(address ? { slug: address } : {}) };
    if (Object.keys(change).length === 0) throw new AppError('invalid', 'Give a name or an address.');
    const [changed] = await db
      .update(workspaces)
      .set(change)
      .where(eq(workspaces.id, actor.workspaceId))
      .returning({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name });
    if (!changed) throw notFound('This workspace');
    return changed;
  },
});
