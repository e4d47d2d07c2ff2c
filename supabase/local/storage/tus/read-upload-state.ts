import type { Reply } from '../reply.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import { authorizeUpload, isSigned } from './authorize-upload.ts';
import { settleUpload } from './finish-upload.ts';
import { expiryOf } from './protocol.ts';
import { requireUpload } from './upload-id.ts';

/** How far a resumable upload has come; ends a request that still waits for its bytes. */
export async function readUploadState(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { version } = await requireUpload(runtime, request);
  return await runtime.uploads.locks.run(version, async () => {
    const found = await requireUpload(runtime, request);
    if (isSigned(request)) await authorizeUpload(runtime, request, found);
    const state = await settleUpload(runtime, request, found);
    const length: Record<string, string> =
      state.lengthBytes === null
        ? { 'upload-defer-length': '1' }
        : { 'upload-length': String(state.lengthBytes) };
    const headers = {
      'upload-offset': String(await runtime.uploads.offsetOf(state)),
      'upload-metadata': state.metadataHeader,
      ...length,
      ...expiryOf(runtime, state),
    };
    return { status: 200, headers };
  });
}
