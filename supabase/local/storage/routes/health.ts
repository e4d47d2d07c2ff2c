import { asService } from '../database.ts';
import { json, type Reply } from '../reply.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

/** Whether the process answers. */
export async function status(): Promise<Reply> {
  return await Promise.resolve({ status: 200 });
}

/** Whether the database answers too. */
export async function health(runtime: StorageRuntime, { facts }: StorageRequest): Promise<Reply> {
  try {
    await asService(runtime, facts, async (tx) => await tx.query('select from storage.buckets limit 1'));
    return json({ healthy: true });
  } catch (error) {
    runtime.log('warn', 'storage is not healthy', { error: String(error) });
    return json({ healthy: false });
  }
}
