import { z } from 'zod';

import { asCaller, asService } from '../database.ts';
import { accessDenied, invalidRequest } from '../errors.ts';
import { demandBucketName } from '../names.ts';
import { deleteObjects, requireObject, versionsOf } from '../objects.ts';
import { json, type Reply } from '../reply.ts';
import { readJson, type StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

const MAX_OBJECTS = 1000;
const body = z.object({ prefixes: z.array(z.string()).min(1, 'must NOT have fewer than 1 items') });

/** Removes those of the named objects that the caller may, and answers which: the others are passed over in silence. */
export async function removeObjects(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, caller, facts } = request;
  demandBucketName(bucket);
  const { prefixes } = await readJson(request, body);
  if (prefixes.length > MAX_OBJECTS) {
    throw invalidRequest(`Bulk object requests are limited to ${MAX_OBJECTS} objects per request.`);
  }
  const removed = await asCaller(
    runtime,
    caller,
    facts,
    async (tx) => await deleteObjects(tx, bucket, prefixes),
  );
  await runtime.files.remove(versionsOf(removed));
  return json(removed);
}

/** Removes one object: `NoSuchKey` where there is none, `AccessDenied` where the caller may not. */
export async function removeObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, name, caller, facts } = request;
  demandBucketName(bucket);
  await asService(runtime, facts, async (tx) => await requireObject(tx, bucket, name));
  const removed = await asCaller(
    runtime,
    caller,
    facts,
    async (tx) => await deleteObjects(tx, bucket, [name]),
  );
  if (removed.length === 0) throw accessDenied('Access denied');
  await runtime.files.remove(versionsOf(removed));
  return json({ message: 'Successfully deleted' });
}
