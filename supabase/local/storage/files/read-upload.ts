import type { IncomingMessage } from 'node:http';

import { noContent, StorageError, tooLarge } from '../errors.ts';
import { demandMimeType } from '../mime-types.ts';
import { headerOf, parseUserMetadata, type StorageRequest, userMetadataOf } from '../request.ts';
import { boundaryOf, MultipartReader, type Part } from './multipart.ts';

/** A file on its way in: all that is known before its first byte is kept. */
export type Upload = {
  body: AsyncIterable<Buffer>;
  mimeType: string;
  cacheControl: string;
  userMetadata: Record<string, unknown> | null;
  /** As announced; of a form it is the length of the whole form. */
  announcedBytes: number | null;
  xRobotsTag: string | null;
};

const MAX_FIELDS = 10;
const MAX_FIELD_BYTES = 1 << 20;

async function textOf(part: Part): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.content) {
    size += chunk.length;
    if (size > MAX_FIELD_BYTES) throw tooLarge('user_metadata');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Fields count only when they stand before the file. */
async function readForm(
  body: AsyncGenerator<Buffer>,
  contentType: string,
): Promise<Pick<Upload, 'body' | 'mimeType' | 'cacheControl' | 'userMetadata'>> {
  const reader = new MultipartReader(body, boundaryOf(contentType));
  const fields = new Map<string, string>();
  for (let part = await reader.next(); part !== null; part = await reader.next()) {
    if (part.filename !== null) {
      const cacheS = fields.get('cacheControl') ?? '';
      return {
        body: part.content,
        mimeType: fields.get('contentType') ?? part.contentType,
        cacheControl: cacheS === '' ? 'no-cache' : `max-age=${cacheS}`,
        userMetadata: parseUserMetadata(fields.get('metadata') ?? fields.get('userMetadata')),
      };
    }
    if (fields.size >= MAX_FIELDS) throw noContent('reach fields limit');
    fields.set(part.name, await textOf(part));
  }
  throw noContent();
}

const ROBOTS_RULE =
  /^(?:all|noindex|nofollow|none|nosnippet|indexifembedded|notranslate|noimageindex|max-(?:snippet|image-preview|video-preview):\s*[\w-]+|unavailable_after:\s*[\w\s:+,-]+)$/;

/** The header `X-Robots-Tag` that goes out with each download. */
function demandRobotsTag(tag: string | null): string | null {
  if (tag === null) return null;
  const rules = tag.split(',').map((rule) => rule.trim());
  if (rules.every((rule) => ROBOTS_RULE.test(rule))) return tag;
  throw new StorageError('InvalidRequest', 400, `Invalid X-Robots-Tag header: ${tag}`, {
    error: 'invalid_x_robots_tag',
  });
}

function announcedBytesOf(message: IncomingMessage): number | null {
  const length = message.headers['content-length'];
  return length === undefined ? null : Number(length);
}

/**
 * Begins to read an upload, as a form or as the plain body. Refuses a type that the bucket does not take
 * (`InvalidMimeType`), an announced size over the limit (`EntityTooLarge`), a form without a file (`InvalidRequest`).
 */
export async function readUpload(
  { message, body }: StorageRequest,
  bucket: { maxBytes: number; allowedMimeTypes: readonly string[] | null },
): Promise<Upload> {
  const contentType = message.headers['content-type'] ?? 'application/octet-stream';
  const announcedBytes = announcedBytesOf(message);
  const xRobotsTag = demandRobotsTag(headerOf(message, 'x-robots-tag') ?? null);
  if (contentType.startsWith('multipart/form-data')) {
    const form = await readForm(body, contentType);
    demandMimeType(form.mimeType, bucket.allowedMimeTypes);
    return { ...form, announcedBytes, xRobotsTag };
  }
  demandMimeType(contentType, bucket.allowedMimeTypes);
  if (announcedBytes !== null && announcedBytes > bucket.maxBytes) throw tooLarge();
  return {
    body,
    mimeType: contentType,
    cacheControl: headerOf(message, 'cache-control') ?? 'no-cache',
    userMetadata: userMetadataOf(message),
    announcedBytes,
    xRobotsTag,
  };
}
