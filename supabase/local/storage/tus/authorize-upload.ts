import { invalidSignature } from '../errors.ts';
import { demandMayWrite } from '../may-write.ts';
import { headerOf, type StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import type { UploadState } from './upload-store.ts';

/** On whose behalf the object comes into being, and whether in place of another. */
export type UploadRight = { owner: string | null; upsert: boolean };

export const isSigned = ({ facts }: StorageRequest): boolean =>
  /^\/upload\/resumable\/sign(?:\/|$)/.test(facts.path);

/**
 * Asked anew with each request that changes an upload, as hosted: who lost the right cannot go on. A signed upload is
 * proved by the header `x-signature`, the others by the policies.
 */
export async function authorizeUpload(
  runtime: StorageRuntime,
  request: StorageRequest,
  state: UploadState,
): Promise<UploadRight> {
  const { message, caller, facts } = request;
  const { bucketId, name, mimeType, lengthBytes, userMetadata } = state;
  if (isSigned(request)) {
    const token = headerOf(message, 'x-signature');
    if (token === undefined) throw invalidSignature('Missing x-signature header');
    const claims = await runtime.tokens.verifySigned(token, 'upload', `${bucketId}/${name}`);
    return { owner: claims.owner ?? null, upsert: claims.upsert };
  }
  const upsert = headerOf(message, 'x-upsert') === 'true';
  await demandMayWrite(runtime, caller, facts, {
    bucketId,
    name,
    upsert,
    metadata: { mimetype: mimeType, contentLength: lengthBytes },
    userMetadata,
  });
  return { owner: caller.owner, upsert };
}
