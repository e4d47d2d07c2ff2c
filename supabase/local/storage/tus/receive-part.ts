import { requireBucket } from '../buckets.ts';
import { asService } from '../database.ts';
import { largestOf } from '../file-size.ts';
import type { Reply } from '../reply.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import { authorizeUpload } from './authorize-upload.ts';
import { settleUpload } from './finish-upload.ts';
import { expiryOf, numberHeader, tusErrors } from './protocol.ts';
import { takeBytes } from './take-bytes.ts';
import { requireUpload } from './upload-id.ts';
import type { UploadState } from './upload-store.ts';

/** The length of an upload that began without one, once the client says it. */
async function withLength(
  runtime: StorageRuntime,
  request: StorageRequest,
  state: UploadState,
  offset: number,
): Promise<UploadState> {
  const lengthBytes = numberHeader(request, 'upload-length');
  if (lengthBytes === undefined) return state;
  if (state.lengthBytes !== null || lengthBytes < offset) throw tusErrors.invalidLength();
  const bucket = await asService(
    runtime,
    request.facts,
    async (tx) => await requireBucket(tx, state.bucketId),
  );
  if (lengthBytes > largestOf(bucket.file_size_limit, runtime.settings.maxFileBytes)) {
    throw tusErrors.maxSizeExceeded();
  }
  const known = { ...state, lengthBytes };
  await runtime.uploads.save(known);
  return known;
}

/** Goes on with a resumable upload where it stands (409 elsewhere). The last bytes make the object. */
export async function receivePart(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const offset = numberHeader(request, 'upload-offset');
  if (offset === undefined) throw tusErrors.offsetRequired();
  if (request.message.headers['content-type'] !== 'application/offset+octet-stream') {
    throw tusErrors.typeRequired();
  }
  const known = await requireUpload(runtime, request);
  return await runtime.uploads.locks.run(known.version, async (signal) => {
    // Another request may have changed it while this one waited.
    const found = await settleUpload(runtime, request, await requireUpload(runtime, request));
    const standing = await runtime.uploads.offsetOf(found);
    if (offset !== standing) throw tusErrors.offsetConflict();
    if (found.done) return { status: 204, headers: { 'upload-offset': String(standing) } };
    const right = await authorizeUpload(runtime, request, found);
    const state = await withLength(runtime, request, found, offset);
    const taken = await takeBytes(runtime, request, state, right, signal);
    const end = taken.done ? { 'tus-complete': '1' } : expiryOf(runtime, state);
    return { status: 204, headers: { 'upload-offset': String(taken.offset), ...end } };
  });
}
