import { randomUUID } from 'node:crypto';

import { requireBucket } from '../buckets.ts';
import { asService } from '../database.ts';
import { largestOf } from '../file-size.ts';
import { demandMimeType } from '../mime-types.ts';
import { demandBucketName, demandObjectName } from '../names.ts';
import type { Reply } from '../reply.ts';
import { headerOf, type StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import { authorizeUpload, isSigned } from './authorize-upload.ts';
import { expiryOf, numberHeader, tusErrors } from './protocol.ts';
import { takeBytes } from './take-bytes.ts';
import { uploadIdOf } from './upload-id.ts';
import { readUploadMetadata } from './upload-metadata.ts';
import type { UploadState } from './upload-store.ts';

function lengthOf(request: StorageRequest): number | null {
  const length = numberHeader(request, 'upload-length');
  const deferred = headerOf(request.message, 'upload-defer-length');
  if (deferred !== undefined && deferred !== '1') throw tusErrors.invalidHeader('upload-defer-length');
  if ((length === undefined) === (deferred === undefined)) throw tusErrors.invalidLength();
  return length ?? null;
}

function addressOf(runtime: StorageRuntime, request: StorageRequest, state: UploadState): string {
  const { host } = request.message.headers;
  const base = host === undefined ? runtime.publicUrl : `http://${host}/storage/v1`;
  return `${base}/upload/resumable/${isSigned(request) ? 'sign/' : ''}${uploadIdOf(state)}`;
}

/** Begins a resumable upload; its first bytes may come along. What its bucket refuses is refused before any byte. */
export async function createUpload(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { message, facts } = request;
  if (headerOf(message, 'upload-concat') !== undefined) throw tusErrors.noConcatenation();
  const lengthBytes = lengthOf(request);
  const metadataHeader = headerOf(message, 'upload-metadata') ?? '';
  const metadata = readUploadMetadata(metadataHeader);
  demandBucketName(metadata.bucketId);
  demandObjectName(metadata.name);
  const bucket = await asService(runtime, facts, async (tx) => await requireBucket(tx, metadata.bucketId));
  const maxBytes = largestOf(bucket.file_size_limit, runtime.settings.maxFileBytes);
  if (lengthBytes !== null && lengthBytes > maxBytes) throw tusErrors.maxSizeExceeded();
  const state: UploadState = {
    ...metadata,
    version: randomUUID(),
    lengthBytes,
    metadataHeader,
    createdAtMs: runtime.now().getTime(),
    done: false,
  };
  const right = await authorizeUpload(runtime, request, state);
  if (metadata.mimeType !== null) demandMimeType(metadata.mimeType, bucket.allowed_mime_types);
  await runtime.uploads.save(state);
  const headers = { location: addressOf(runtime, request, state), ...expiryOf(runtime, state) };
  const withBytes = message.headers['content-type'] === 'application/offset+octet-stream';
  if (!withBytes && lengthBytes !== 0) return { status: 201, headers };
  const { offset, done } = await runtime.uploads.locks.run(
    state.version,
    async (signal) => await takeBytes(runtime, request, state, right, signal),
  );
  const complete = done ? { 'tus-complete': '1' } : {};
  return { status: 201, headers: { ...headers, ...complete, 'upload-offset': String(offset) } };
}
