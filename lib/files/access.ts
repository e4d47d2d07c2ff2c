import { and, eq } from 'drizzle-orm';

import type { Actor } from '@/lib/core/caller';
import type { Db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';

import { files } from './tables';

/** A file that the caller may see. @throws not_found */
export async function accessFile(db: Db, { workspaceId }: Actor, id: string) {
  const [found] = await db
    .select()
    .from(files)
    .where(and(eq(files.workspaceId, workspaceId), eq(files.id, id)));
  if (!found) throw notFound('This file');
  return found;
}
