import type { ObjectRow } from './objects.ts';

/** What a row says of its file, read with care: rows may be written by SQL too. */
export type FileFacts = {
  eTag: string | null;
  mimeType: string | null;
  cacheControl: string | null;
  sizeBytes: number | null;
  lastModified: Date | null;
  xRobotsTag: string | null;
};

/** Header values must not break out of their line. */
const line = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && /^[\t\u0020-\u007e\u0080-\u00ff]+$/.test(value) ? value : null;

export function factsOf({ metadata }: ObjectRow): FileFacts {
  const { eTag, mimetype, cacheControl, size, lastModified, xRobotsTag } = metadata ?? {};
  const modified = typeof lastModified === 'string' ? new Date(lastModified) : null;
  return {
    eTag: line(eTag),
    mimeType: line(mimetype),
    cacheControl: line(cacheControl),
    sizeBytes: Number.isSafeInteger(size) ? Number(size) : null,
    lastModified: modified === null || Number.isNaN(modified.getTime()) ? null : modified,
    xRobotsTag: line(xRobotsTag),
  };
}

/**
 * Headers of a download. People's files share an origin with the other services, so whatever type they say they are of,
 * they never run: HTML is sent as text, as hosted; nothing is guessed; and all else opens in an empty sandbox.
 */
export function fileHeaders(facts: FileFacts): Record<string, string> {
  const type = facts.mimeType ?? 'application/octet-stream';
  return {
    'accept-ranges': 'bytes',
    'content-type': type.toLowerCase().includes('text/html') ? 'text/plain' : type,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-robots-tag': facts.xRobotsTag ?? 'none',
    ...(facts.eTag === null ? {} : { etag: facts.eTag }),
    ...(facts.lastModified === null ? {} : { 'last-modified': facts.lastModified.toUTCString() }),
  };
}

/** `download` in the address: empty, or the name to save under. */
export function dispositionOf(download: string | null): Record<string, string> {
  if (download === null) return {};
  if (download === '') return { 'content-disposition': 'attachment;' };
  const name = encodeURIComponent(download);
  return { 'content-disposition': `attachment; filename=${name}; filename*=UTF-8''${name}` };
}

const weakless = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Whether the client's copy is still good (RFC 9110, section 13): `If-None-Match`, else `If-Modified-Since`. */
export function isUnchanged(
  headers: { 'if-none-match'?: string | undefined; 'if-modified-since'?: string | undefined },
  facts: FileFacts,
): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    const { eTag } = facts;
    return tags.trim() === '*' || (eTag !== null && tags.split(',').map(weakless).includes(weakless(eTag)));
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  // Dates of HTTP have no fractions of a second.
  const modified = facts.lastModified === null ? Number.NaN : facts.lastModified.getTime();
  return Math.floor(modified / 1000) * 1000 <= since;
}
