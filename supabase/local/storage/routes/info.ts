import { findPublic, findReadable } from '../find-object.ts';
import { factsOf } from '../object-headers.ts';
import type { ObjectRow } from '../objects.ts';
import { json, type Reply } from '../reply.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

function describe(row: ObjectRow): Reply {
  const { sizeBytes, mimeType, cacheControl, eTag } = factsOf(row);
  return json({
    id: row.id,
    name: row.name,
    version: row.version,
    bucket_id: row.bucket_id,
    size: sizeBytes,
    content_type: mimeType,
    cache_control: cacheControl,
    etag: eTag,
    metadata: row.user_metadata,
    last_modified: row.updated_at,
    created_at: row.created_at,
  });
}

/** What is known of an object that the caller may read. */
export async function infoObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const find = await findReadable(runtime, request);
  return describe(await find());
}

/** What is known of an object of a public bucket. */
export async function infoPublicObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const find = await findPublic(runtime, request);
  return describe(await find());
}
