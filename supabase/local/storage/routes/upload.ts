import { requireBucket } from '../buckets.ts';
import { type Caller, service } from '../caller.ts';
import { commitObject } from '../commit-object.ts';
import { asService } from '../database.ts';
import { largestOf } from '../file-size.ts';
import type { StoredFile } from '../files/file-store.ts';
import { readUpload, type Upload } from '../files/read-upload.ts';
import { demandMayWrite } from '../may-write.ts';
import { demandBucketName, demandObjectName, isFolderPlaceholder } from '../names.ts';
import type { ObjectMetadata, ObjectRow } from '../objects.ts';
import { json, type Reply } from '../reply.ts';
import { headerOf, type StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

function metadataOf(upload: Upload, file: StoredFile, now: Date): ObjectMetadata {
  return {
    eTag: `"${file.md5}"`,
    size: file.sizeBytes,
    mimetype: upload.mimeType,
    cacheControl: upload.cacheControl,
    lastModified: now.toISOString(),
    contentLength: file.sizeBytes,
    httpStatusCode: 200,
    ...(upload.xRobotsTag === null ? {} : { xRobotsTag: upload.xRobotsTag }),
  };
}

/** Asks first, reads then: a refused upload costs no disk. */
async function receive(
  runtime: StorageRuntime,
  request: StorageRequest,
  by: { caller: Caller; owner: string | null; upsert: boolean },
): Promise<ObjectRow> {
  const { bucket: bucketId, name, facts } = request;
  demandBucketName(bucketId);
  demandObjectName(name);
  const bucket = await asService(runtime, facts, async (tx) => await requireBucket(tx, bucketId));
  const placeholder = isFolderPlaceholder(name);
  const maxBytes = placeholder ? 0 : largestOf(bucket.file_size_limit, runtime.settings.maxFileBytes);
  const allowedMimeTypes = placeholder ? null : bucket.allowed_mime_types;
  const upload = await readUpload(request, { maxBytes, allowedMimeTypes });
  await demandMayWrite(runtime, { ...by.caller, owner: by.owner }, facts, {
    bucketId,
    name,
    upsert: by.upsert,
    metadata: { mimetype: upload.mimeType, contentLength: upload.announcedBytes },
    userMetadata: upload.userMetadata,
  });
  const file = await runtime.files.receive(upload.body, maxBytes);
  return await commitObject(runtime, facts, {
    bucketId,
    name,
    version: file.version,
    owner: by.owner,
    metadata: metadataOf(upload, file, runtime.now()),
    userMetadata: upload.userMetadata ?? {},
  });
}

const described = (row: ObjectRow): Reply => json({ Id: row.id, Key: `${row.bucket_id}/${row.name}` });

/** Stores a new object; replaces one only with `x-upsert: true`. */
export async function uploadObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { caller, message } = request;
  const upsert = headerOf(message, 'x-upsert') === 'true';
  return described(await receive(runtime, request, { caller, owner: caller.owner, upsert }));
}

/** Stores an object in place of the one of this name, if there is one. */
export async function updateObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { caller } = request;
  return described(await receive(runtime, request, { caller, owner: caller.owner, upsert: true }));
}

/** Stores an object for whoever holds a signed upload URL, on behalf of who signed it. */
export async function uploadBySignedUrl(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, name, query } = request;
  const claims = await runtime.tokens.verifySigned(query.get('token') ?? '', 'upload', `${bucket}/${name}`);
  const owner = claims.owner ?? null;
  const row = await receive(runtime, request, { caller: service, owner, upsert: claims.upsert });
  return json({ Key: `${row.bucket_id}/${row.name}` });
}
