import { requireBucket } from '../buckets.ts';
import { asService } from '../database.ts';
import { type ObjectRow, versionsOf } from '../objects.ts';
import { json, type Reply } from '../reply.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

/**
 * Removes all objects of a bucket. Hosted puts it into a queue and says so; here it is done when the answer comes, which
 * none can tell from a quick queue.
 */
export async function emptyBucket(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, facts } = request;
  const removed = await asService(runtime, facts, async (tx) => {
    await requireBucket(tx, bucket);
    const { rows } = await tx.query<ObjectRow>(
      'delete from storage.objects where bucket_id = $1 returning version',
      [bucket],
    );
    return versionsOf(rows);
  });
  await runtime.files.remove(removed);
  return json({ message: 'Empty bucket has been queued. Completion may take up to an hour.' });
}
