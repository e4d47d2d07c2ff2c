import type { Reply } from '../reply.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import { authorizeUpload } from './authorize-upload.ts';
import { tusErrors } from './protocol.ts';
import { requireUpload } from './upload-id.ts';

/** Gives a resumable upload up; one whose object is there is refused with 400. */
export async function cancelUpload(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { version } = await requireUpload(runtime, request);
  return await runtime.uploads.locks.run(version, async () => {
    const state = await requireUpload(runtime, request);
    if (state.done) throw tusErrors.finished();
    await authorizeUpload(runtime, request, state);
    await runtime.uploads.remove(version);
    return { status: 204 };
  });
}
