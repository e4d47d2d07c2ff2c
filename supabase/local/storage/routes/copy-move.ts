import { z } from 'zod';

import { commitObject } from '../commit-object.ts';
import { asCaller, asService, tryAsCaller } from '../database.ts';
import { noSuchKey } from '../errors.ts';
import { demandMayWrite } from '../may-write.ts';
import { demandBucketName, demandObjectName } from '../names.ts';
import { lockName, type ObjectRow, renameObject, requireObject } from '../objects.ts';
import { json, type Reply } from '../reply.ts';
import { headerOf, readJson, type StorageRequest, userMetadataOf } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

const places = z.object({
  bucketId: z.string(),
  sourceKey: z.string(),
  destinationKey: z.string(),
  destinationBucket: z.string().optional(),
});
const copying = places.extend({
  copyMetadata: z.boolean().default(true),
  metadata: z.object({ cacheControl: z.string().optional(), mimetype: z.string().optional() }).optional(),
});

type Place = { bucketId: string; name: string };

function placesOf(body: z.infer<typeof places>): { from: Place; to: Place } {
  const from = { bucketId: body.bucketId, name: body.sourceKey };
  const to = { bucketId: body.destinationBucket ?? body.bucketId, name: body.destinationKey };
  demandBucketName(from.bucketId);
  demandBucketName(to.bucketId);
  demandObjectName(to.name);
  return { from, to };
}

function metadataOfCopy(body: z.infer<typeof copying>, source: ObjectRow): Record<string, unknown> {
  const { cacheControl, mimetype } = body.copyMetadata ? {} : (body.metadata ?? {});
  return {
    ...source.metadata,
    ...(cacheControl === undefined ? {} : { cacheControl }),
    ...(mimetype === undefined ? {} : { mimetype }),
  };
}

/** Copies an object that the caller may read to where they may write. The copy shares the source's content on disk. */
export async function copyObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { caller, facts, message } = request;
  const body = await readJson(request, copying);
  const { from, to } = placesOf(body);
  const source = await asCaller(
    runtime,
    caller,
    facts,
    async (tx) => await requireObject(tx, from.bucketId, from.name),
  );
  if (source.version === null) throw noSuchKey();
  const target = {
    ...to,
    metadata: metadataOfCopy(body, source),
    userMetadata: body.copyMetadata ? source.user_metadata : userMetadataOf(message),
  };
  const upsert = headerOf(message, 'x-upsert') === 'true';
  await demandMayWrite(runtime, caller, facts, { ...target, upsert });
  const version = await runtime.files.duplicate(source.version);
  const lastModified = runtime.now().toISOString();
  const row = await commitObject(runtime, facts, {
    ...target,
    metadata: { ...target.metadata, lastModified },
    version,
    owner: caller.owner,
  });
  return json({ Id: row.id, Key: `${to.bucketId}/${to.name}`, ...row });
}

/** Moves an object where the caller may see and change both; the name must be free. The file stays where it is. */
export async function moveObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { caller, facts } = request;
  const { from, to } = placesOf(await readJson(request, places));
  await tryAsCaller(runtime, caller, facts, async (tx) => {
    await requireObject(tx, from.bucketId, from.name);
    await renameObject(tx, from, to, caller);
  });
  const row = await asService(runtime, facts, async (tx) => {
    await lockName(tx, to.bucketId, to.name);
    return await renameObject(tx, from, to, caller);
  });
  return json({ message: 'Successfully moved', Id: row.id, Key: row.name });
}
