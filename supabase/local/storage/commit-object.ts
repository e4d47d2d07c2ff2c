import { asService, type RequestFacts } from './database.ts';
import { findObject, lockName, type ObjectDraft, type ObjectRow, upsertObject } from './objects.ts';
import type { StorageRuntime } from './storage-runtime.ts';

/**
 * Lets a row name a file that is on the disk, in place of what it named before, whose file goes afterwards. Whether the
 * caller may was asked before the file came; here nobody's rights are asked. Should it fail, the new file is removed.
 */
export async function commitObject(
  runtime: StorageRuntime,
  facts: RequestFacts,
  draft: ObjectDraft,
): Promise<ObjectRow> {
  // All is there: whether the client still listens does not matter any more.
  const unheard = { ...facts, isGone: () => false };
  const { previous, row } = await asService(runtime, unheard, async (tx) => {
    await lockName(tx, draft.bucketId, draft.name);
    const before = await findObject(tx, draft.bucketId, draft.name, { lock: true });
    return { previous: before?.version ?? null, row: await upsertObject(tx, draft) };
  }).catch(async (error: unknown) => {
    await runtime.files.remove([draft.version]);
    throw error;
  });
  if (previous !== null && previous !== draft.version) await runtime.files.remove([previous]);
  return row;
}
