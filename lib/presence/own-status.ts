import { and, eq } from 'drizzle-orm';

import type { Actor } from '@/lib/core/caller';
import type { Db } from '@/lib/core/db';

import type { OwnStatus } from './schemas';
import { statuses } from './tables';

const isOver = (until: Date | null, nowMs: number) => until !== null && until.getTime() <= nowMs;

/** What the caller says of themselves in the workspace; what has expired reads as not said. */
export async function readOwnStatus(db: Db, { workspaceId, memberId }: Actor): Promise<OwnStatus> {
  const [row] = await db
    .select()
    .from(statuses)
    .where(and(eq(statuses.workspaceId, workspaceId), eq(statuses.memberId, memberId)));
  const nowMs = Date.now();
  const isSet = row !== undefined && !isOver(row.availabilityUntil, nowMs);
  const isWorded = row !== undefined && !isOver(row.until, nowMs);
  return {
    availability: isSet ? row.availability : 'auto',
    availabilityUntil: isSet ? (row.availabilityUntil?.toISOString() ?? null) : null,
    emoji: isWorded ? row.emoji : '',
    text: isWorded ? row.text : '',
    until: isWorded ? (row.until?.toISOString() ?? null) : null,
  };
}
