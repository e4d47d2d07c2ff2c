import { StorageError } from '../errors.ts';
import { noteFailure } from '../note-failure.ts';
import type { Reply } from '../reply.ts';
import { headerOf, type StorageRequest } from '../request.ts';
import type { Handler } from '../router.ts';
import type { StorageRuntime } from '../storage-runtime.ts';
import type { UploadState } from './upload-store.ts';

export const TUS_VERSION = '1.0.0';
const EXTENSIONS = 'creation,creation-with-upload,creation-defer-length,termination,expiration';

const refuse = (status: number, message: string): StorageError =>
  new StorageError('TusError', status, message, { httpStatus: status });

/** What the hosted server's library says; each ends with a line break there too. */
export const tusErrors = {
  versionRequired: () => refuse(412, 'Tus-Resumable Required\n'),
  invalidHeader: (name: string) => refuse(400, `Invalid ${name}\n`),
  invalidLength: () => refuse(400, 'Upload-Length or Upload-Defer-Length header required\n'),
  invalidMetadata: () =>
    refuse(
      400,
      'Upload-Metadata is invalid. It MUST consist of one or more comma-separated key-value pairs. The key and value MUST be separated by a space. The key MUST NOT contain spaces and commas and MUST NOT be empty. The key SHOULD be ASCII encoded and the value MUST be Base64 encoded. All keys MUST be unique',
    ),
  metadataRequired: () => refuse(400, 'Metadata header is required'),
  offsetRequired: () => refuse(403, 'Upload-Offset header required\n'),
  typeRequired: () => refuse(403, 'Content-Type header required\n'),
  notFound: () => refuse(404, 'The file for this url was not found\n'),
  gone: () => refuse(410, 'The file for this url no longer exists\n'),
  offsetConflict: () => refuse(409, 'Upload-Offset conflict\n'),
  sizeExceeded: () => refuse(413, "upload's size exceeded\n"),
  maxSizeExceeded: () => refuse(413, 'Maximum size exceeded\n'),
  finished: () => refuse(400, 'Cannot terminate an already completed upload'),
  noConcatenation: () =>
    refuse(
      501,
      'Concatenation extension is not (yet) supported. Disable parallel uploads in the tus client.\n',
    ),
};

const tusHeaders = { 'tus-resumable': TUS_VERSION, 'cache-control': 'no-store' };

/** Errors of resumable uploads are plain text with their true status. */
function refusal(error: StorageError): Reply {
  return { status: error.trueStatus, body: error.message, headers: tusHeaders };
}

/** Speaks TUS 1.0 around a handler: asks for the version, words the errors. */
export function speakTus(handler: Handler): Handler {
  return async (runtime, request) => {
    try {
      if (headerOf(request.message, 'tus-resumable') !== TUS_VERSION) throw tusErrors.versionRequired();
      const reply = await handler(runtime, request);
      return reply === null ? null : { ...reply, headers: { ...tusHeaders, ...reply.headers } };
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      noteFailure(runtime, request.facts.path, error);
      return refusal(error);
    }
  };
}

/** What this server can do (the request OPTIONS). */
export async function describeTus({ settings }: StorageRuntime): Promise<Reply> {
  const headers = {
    ...tusHeaders,
    'tus-version': TUS_VERSION,
    'tus-extension': EXTENSIONS,
    'tus-max-size': String(settings.maxFileBytes),
  };
  return await Promise.resolve({ status: 204, headers });
}

/** A header that is a whole number; undefined when it is not there, `Invalid …` (400) when it is something else. */
export function numberHeader({ message }: StorageRequest, name: string): number | undefined {
  const text = headerOf(message, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw tusErrors.invalidHeader(name);
  return value;
}

/** When an upload that is not finished is given up (RFC 9110 date). */
export function expiryOf({ settings }: StorageRuntime, state: UploadState): Record<string, string> {
  if (state.done) return {};
  return { 'upload-expires': new Date(state.createdAtMs + settings.resumableTtlMs).toUTCString() };
}
