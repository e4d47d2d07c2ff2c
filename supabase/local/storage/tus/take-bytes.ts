import { aborted } from '../errors.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import type { UploadRight } from './authorize-upload.ts';
import { finishUpload } from './finish-upload.ts';
import { tusErrors } from './protocol.ts';
import type { UploadState } from './upload-store.ts';

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
 * @param signal ends the wait for bytes, also when it was given while the caller's rights were asked
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
  if (signal.aborted) throw aborted();
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
  await finishUpload(runtime, request, state, right);
  return { offset, done: true };
}
