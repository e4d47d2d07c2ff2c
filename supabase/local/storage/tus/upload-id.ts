import { isUuid } from '../names.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import { tusErrors } from './protocol.ts';
import type { UploadState } from './upload-store.ts';

/** The last part of an upload's address, as hosted: bucket, name and version in base64url. */
export const uploadIdOf = ({ bucketId, name, version }: UploadState): string =>
  Buffer.from(`${bucketId}/${name}/${version}`, 'utf8').toString('base64url');

/** The version that an upload's address names; null where it is none of ours. */
export function versionOf(id: string): string | null {
  const version = Buffer.from(id, 'base64url').toString('utf8').split('/').at(-1) ?? '';
  return isUuid(version) ? version : null;
}

/** The upload that the request's address names. Refuses 404 where there is none, 410 where it has ended. */
export async function requireUpload(runtime: StorageRuntime, request: StorageRequest): Promise<UploadState> {
  const version = versionOf(request.name);
  const state = version === null ? null : await runtime.uploads.find(version);
  if (state === null || uploadIdOf(state) !== request.name) throw tusErrors.notFound();
  const endsAtMs = state.createdAtMs + runtime.settings.resumableTtlMs;
  if (!state.done && endsAtMs <= runtime.now().getTime()) throw tusErrors.gone();
  return state;
}
