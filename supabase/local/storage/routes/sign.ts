import { z } from 'zod';

import { asCaller } from '../database.ts';
import { demandMayWrite } from '../may-write.ts';
import { demandBucketName, demandObjectName } from '../names.ts';
import { requireObject } from '../objects.ts';
import { json, type Reply } from '../reply.ts';
import { headerOf, readJson, type StorageRequest, userMetadataOf } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

// Beyond it an end is no date any more.
const MAX_TTL_S = 1e11;
const ttl = z.number().int().min(1, 'must be >= 1').max(MAX_TTL_S);
const one = z.object({ expiresIn: ttl });
const many = z.object({ expiresIn: ttl, paths: z.array(z.string()).min(1).max(1000) });

const UNSEEN = 'Either the object does not exist or you do not have access to it';

async function signedPath(runtime: StorageRuntime, url: string, ttlS: number): Promise<string> {
  const token = await runtime.tokens.sign({ url, scope: 'download' }, ttlS);
  return `/object/sign/${url}?token=${token}`;
}

/** A link to an object that the caller may read; it is not asked again who uses it. */
export async function signDownload(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, name, caller, facts } = request;
  demandBucketName(bucket);
  demandObjectName(name);
  const { expiresIn } = await readJson(request, one);
  await asCaller(runtime, caller, facts, async (tx) => await requireObject(tx, bucket, name));
  return json({ signedURL: await signedPath(runtime, `${bucket}/${name}`, expiresIn) });
}

/** Links to those of the objects that the caller may read, in the order asked; an error in place of the others. */
export async function signDownloads(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, caller, facts } = request;
  demandBucketName(bucket);
  const { expiresIn, paths } = await readJson(request, many);
  const seen = await asCaller(runtime, caller, facts, async (tx) => {
    const { rows } = await tx.query<{ name: string }>(
      'select name from storage.objects where bucket_id = $1 and name = any ($2::text[])',
      [bucket, paths],
    );
    return new Set(rows.map(({ name }) => name));
  });
  const links = paths.map(async (path) =>
    seen.has(path)
      ? { error: null, path, signedURL: await signedPath(runtime, `${bucket}/${path}`, expiresIn) }
      : { error: UNSEEN, path, signedURL: null },
  );
  return json(await Promise.all(links));
}

/** A link by which anyone may upload this one object, for 2 hours, where the caller may. */
export async function signUpload(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, name, caller, facts, message } = request;
  demandBucketName(bucket);
  demandObjectName(name);
  const upsert = headerOf(message, 'x-upsert') === 'true';
  await demandMayWrite(runtime, caller, facts, {
    bucketId: bucket,
    name,
    upsert,
    metadata: { mimetype: headerOf(message, 'content-type') ?? null },
    userMetadata: userMetadataOf(message),
  });
  const url = `${bucket}/${name}`;
  const owner = caller.owner === null ? {} : { owner: caller.owner };
  const token = await runtime.tokens.sign(
    { url, scope: 'upload', upsert, ...owner },
    runtime.settings.uploadUrlTtlS,
  );
  return json({ url: `/object/upload/sign/${url}?token=${token}`, token });
}
