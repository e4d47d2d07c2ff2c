import { CommitInDoubt } from './database-errors.ts';
import { asService, type RequestFacts } from './database.ts';
import { findObject, lockName, type ObjectDraft, type ObjectRow, upsertObject } from './objects.ts';
import type { StorageRuntime } from './storage-runtime.ts';

/** What is left of a file that no row names goes with the next start: no reason to fail, nor to hide why one fails. */
async function discard({ files, log }: StorageRuntime, version: string): Promise<void> {
  await files.remove([version]).catch((error: unknown) => {
    log('warn', 'storage: a file without a row could not be removed', { version, error: String(error) });
  });
}

/**
 * Lets a row name a file that is on the disk, in place of what it named before, whose file goes afterwards. Whether the
 * caller may was asked before the file came; here nobody's rights are asked. Should it fail, the new file is removed;
 * should nobody know whether it did, both files stay, and the next start removes the one that no row names.
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
    if (!(error instanceof CommitInDoubt)) await discard(runtime, draft.version);
    throw error;
  });
  if (previous !== null && previous !== draft.version) await discard(runtime, previous);
  return row;
}
