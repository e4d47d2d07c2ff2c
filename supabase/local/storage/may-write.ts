import { randomUUID } from 'node:crypto';

import type { Caller } from './caller.ts';
import { type RequestFacts, tryAsCaller } from './database.ts';
import { insertObject, type ObjectDraft, upsertObject } from './objects.ts';
import type { StorageRuntime } from './storage-runtime.ts';

/**
 * Asks the policies, by a row that is taken back, whether the caller may put this object there: INSERT for a new one, and
 * also SELECT and UPDATE where it may replace another. Refuses with `AccessDenied` or `ResourceAlreadyExists`.
 */
export async function demandMayWrite(
  runtime: StorageRuntime,
  caller: Caller,
  facts: RequestFacts,
  object: Omit<ObjectDraft, 'version' | 'owner'> & { upsert: boolean },
): Promise<void> {
  const { upsert, ...rest } = object;
  const draft = { ...rest, version: randomUUID(), owner: caller.owner };
  await tryAsCaller(runtime, caller, facts, async (tx) => {
    await (upsert ? upsertObject(tx, draft) : insertObject(tx, draft));
  });
}
