import { type FindObject, findPublic, findReadable } from '../find-object.ts';
import { factsOf, fileHeaders } from '../object-headers.ts';
import type { Reply } from '../reply.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

async function describe(find: FindObject): Promise<Reply> {
  const facts = factsOf(await find());
  return {
    status: 200,
    headers: {
      ...fileHeaders(facts),
      'cache-control': facts.cacheControl ?? 'no-cache',
      ...(facts.sizeBytes === null ? {} : { 'content-length': String(facts.sizeBytes) }),
    },
  };
}

/** The headers of an object that the caller may read. */
export async function headObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  return await describe(await findReadable(runtime, request));
}

/** The headers of an object of a public bucket. */
export async function headPublicObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  return await describe(await findPublic(runtime, request));
}
