import { pipeline } from 'node:stream/promises';

import { asService } from '../database.ts';
import { invalidInput, lostFile } from '../errors.ts';
import { type FindObject, findPublic, findReadable } from '../find-object.ts';
import { dispositionOf, factsOf, fileHeaders, isUnchanged } from '../object-headers.ts';
import { requireObject } from '../objects.ts';
import { readRange } from '../range.ts';
import type { Reply } from '../reply.ts';
import type { StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

const READER_GONE = new Set([
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
  'ECONNRESET',
  'EPIPE',
]);

/** Who has hung up has no complaint. That the response is closed tells nothing: an error of the disk closes it, too. */
const isReaderGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && READER_GONE.has(String(error.code));

/** A file replaced between the look at its row and at the disk is found on the second look. */
async function openFile(runtime: StorageRuntime, find: FindObject) {
  for (let attempt = 1; ; attempt += 1) {
    const row = await find();
    const file = row.version === null ? null : await runtime.files.open(row.version);
    if (file !== null) return { row, file };
    if (attempt === 2) throw lostFile();
  }
}

/** Sends the file as the request's conditions and range ask; the connection's pace is the reader's. */
async function sendFile(
  runtime: StorageRuntime,
  { message, response, query }: StorageRequest,
  find: FindObject,
  freshness: Record<string, string> | null = null,
): Promise<Reply | null> {
  const { row, file } = await openFile(runtime, find);
  try {
    const facts = factsOf(row);
    const cacheControl = freshness ?? { 'cache-control': facts.cacheControl ?? 'no-cache' };
    if (isUnchanged(message.headers, facts)) {
      const eTag = facts.eTag === null ? {} : { etag: facts.eTag };
      return { status: 304, headers: { ...eTag, ...cacheControl } };
    }
    const { size } = await file.stat();
    const range = readRange(message.headers.range, size);
    const { from, to } = range ?? { from: 0, to: size - 1 };
    response.writeHead(range === null ? 200 : 206, {
      ...fileHeaders(facts),
      ...cacheControl,
      ...dispositionOf(query.get('download')),
      'content-length': to - from + 1,
      ...(range === null ? {} : { 'content-range': `bytes ${from}-${to}/${size}` }),
    });
    if (message.method === 'HEAD' || size === 0) {
      response.end();
      return null;
    }
    // A reader that takes nothing any more is cut.
    response.setTimeout(runtime.settings.idleTimeoutMs);
    await pipeline(file.createReadStream({ start: from, end: to, autoClose: false }), response).catch(
      (error: unknown) => {
        if (!isReaderGone(error)) throw error;
      },
    );
    return null;
  } finally {
    await file.close();
  }
}

export async function getObject(runtime: StorageRuntime, request: StorageRequest): Promise<Reply | null> {
  return await sendFile(runtime, request, await findReadable(runtime, request));
}

export async function getPublicObject(
  runtime: StorageRuntime,
  request: StorageRequest,
): Promise<Reply | null> {
  return await sendFile(runtime, request, await findPublic(runtime, request));
}

/** The object that a signed URL names, until the URL ends. */
export async function getSignedObject(
  runtime: StorageRuntime,
  request: StorageRequest,
): Promise<Reply | null> {
  const { bucket, name, query, facts } = request;
  const token = query.get('token');
  if (token === null) throw invalidInput("querystring must have required property 'token'");
  const { exp } = await runtime.tokens.verifySigned(token, 'download', `${bucket}/${name}`);
  const find = async () =>
    await asService(runtime, facts, async (tx) => await requireObject(tx, bucket, name));
  return await sendFile(runtime, request, find, { expires: new Date(exp * 1000).toUTCString() });
}
