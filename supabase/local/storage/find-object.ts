import { type BucketRow, findBucket } from './buckets.ts';
import { asCaller, asService } from './database.ts';
import { noSuchBucket } from './errors.ts';
import { demandBucketName, demandObjectName } from './names.ts';
import { type ObjectRow, requireObject } from './objects.ts';
import type { StorageRequest } from './request.ts';
import type { StorageRuntime } from './storage-runtime.ts';

/** Looks the row up, anew each time it is called. */
export type FindObject = () => Promise<ObjectRow>;

async function findBucketAsService(runtime: StorageRuntime, request: StorageRequest): Promise<BucketRow> {
  const { bucket: id, facts, caller } = request;
  demandBucketName(id);
  demandObjectName(request.name);
  const bucket = await asService(runtime, facts, async (tx) => await findBucket(tx, id));
  if (bucket === null || (!caller.verified && !bucket.public)) throw noSuchBucket();
  return bucket;
}

/** The row of an object that the caller may read: any of a public bucket, else what policies let through. */
export async function findReadable(runtime: StorageRuntime, request: StorageRequest): Promise<FindObject> {
  const { bucket, name, caller, facts } = request;
  const isPublic = (await findBucketAsService(runtime, request)).public;
  return async () =>
    isPublic
      ? await asService(runtime, facts, async (tx) => await requireObject(tx, bucket, name))
      : await asCaller(runtime, caller, facts, async (tx) => await requireObject(tx, bucket, name));
}

/** The row of an object of a public bucket; nobody's rights are asked. */
export async function findPublic(runtime: StorageRuntime, request: StorageRequest): Promise<FindObject> {
  const { bucket, name, facts } = request;
  if (!(await findBucketAsService(runtime, request)).public) throw noSuchBucket();
  return async () => await asService(runtime, facts, async (tx) => await requireObject(tx, bucket, name));
}
