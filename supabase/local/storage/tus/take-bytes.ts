import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { commitObject } from '../commit-object.ts';
import { aborted } from '../errors.ts';
import type { ObjectMetadata } from '../objects.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import type { UploadRight } from './authorize-upload.ts';
import { tusErrors } from './protocol.ts';
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

/** Makes the object of an upload that is whole. Repeatable: until it succeeds, the bytes stay. */
async function finish(
  runtime: StorageRuntime,
  request: StorageRequest,
  state: UploadState,
  right: UploadRight,
): Promise<void> {
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
  await uploads.save({ ...state, done: true });
  await uploads.dropBytes(state);
}

/** Lets through as much as the upload may still take. */
async function* limited(body: AsyncIterable<Buffer>, leftBytes: number): AsyncGenerator<Buffer> {
  let left = leftBytes;
  for await (const chunk of body) {
    left -= chunk.length;
    if (left < 0) throw tusErrors.sizeExceeded();
    yield chunk;
  }
}

/**
 * Appends the request's body and, when nothing is missing any more, makes the object.
 * @returns how far the upload has come, and whether it is done
 */
export async function takeBytes(
  runtime: StorageRuntime,
  request: StorageRequest,
  state: UploadState,
  right: UploadRight,
  signal: AbortSignal,
): Promise<{ offset: number; done: boolean }> {
  const { uploads, settings } = runtime;
  const { message, body } = request;
  const before = await uploads.offsetOf(state);
  const leftBytes = (state.lengthBytes ?? settings.maxFileBytes) - before;
  if (Number(message.headers['content-length'] ?? 0) > leftBytes) throw tusErrors.sizeExceeded();
  const stopReading = (): void => {
    message.destroy(aborted());
  };
  signal.addEventListener('abort', stopReading, { once: true });
  try {
    await uploads.append(state, limited(body, leftBytes));
  } finally {
    signal.removeEventListener('abort', stopReading);
  }
  const offset = await uploads.offsetOf(state);
  if (offset !== state.lengthBytes) return { offset, done: false };
  await finish(runtime, request, state, right);
  return { offset, done: true };
}
