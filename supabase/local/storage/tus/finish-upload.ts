import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { commitObject } from '../commit-object.ts';
import { asService } from '../database.ts';
import { findObject, type ObjectMetadata } from '../objects.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import { authorizeUpload, type UploadRight } from './authorize-upload.ts';
import type { UploadState } from './upload-store.ts';

// S3's tags of objects that came in parts: a hash, and how many parts.
const PART_BYTES = 50 * 1024 * 1024;

function metadataOf(state: UploadState, sizeBytes: number, now: Date): ObjectMetadata {
  const hash = createHash('md5').update(state.version).digest('hex');
  return {
    eTag: `"${hash}-${Math.max(1, Math.ceil(sizeBytes / PART_BYTES))}"`,
    size: sizeBytes,
    mimetype: state.mimeType ?? 'application/octet-stream',
    cacheControl: state.cacheControl,
    lastModified: now.toISOString(),
    contentLength: sizeBytes,
    httpStatusCode: 200,
  };
}

async function markDone({ uploads }: StorageRuntime, state: UploadState): Promise<UploadState> {
  const done = { ...state, done: true };
  await uploads.save(done);
  await uploads.dropBytes(state);
  return done;
}

/** Makes the object of an upload that is whole. Repeatable: until it succeeds, the bytes stay. */
export async function finishUpload(
  runtime: StorageRuntime,
  request: StorageRequest,
  state: UploadState,
  right: UploadRight,
): Promise<UploadState> {
  const { uploads, files } = runtime;
  const { bucketId, name, version, userMetadata } = state;
  const sizeBytes = await uploads.offsetOf(state);
  if (sizeBytes === 0) await uploads.append(state, Readable.from([]));
  await files.remove([version]);
  await files.adopt(uploads.pathOf(state), version);
  const metadata = metadataOf(state, sizeBytes, runtime.now());
  await commitObject(runtime, request.facts, {
    bucketId,
    name,
    version,
    owner: right.owner,
    metadata,
    userMetadata,
  });
  return await markDone(runtime, state);
}

async function hasObject(
  runtime: StorageRuntime,
  request: StorageRequest,
  { bucketId, name, version }: UploadState,
): Promise<boolean> {
  const row = await asService(runtime, request.facts, async (tx) => await findObject(tx, bucketId, name));
  return row?.version === version;
}

/**
 * Ends an upload whose bytes are all there and whose end never came, because the process or the database was gone just
 * then: finds the object, or makes it. A client that hears that all is there does not ask again.
 */
export async function settleUpload(
  runtime: StorageRuntime,
  request: StorageRequest,
  state: UploadState,
): Promise<UploadState> {
  if (state.done || (await runtime.uploads.offsetOf(state)) !== state.lengthBytes) return state;
  if (await hasObject(runtime, request, state)) return await markDone(runtime, state);
  return await finishUpload(runtime, request, state, await authorizeUpload(runtime, request, state));
}
