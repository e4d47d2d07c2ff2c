import { parseUserMetadata } from '../request.ts';
import { tusErrors } from './protocol.ts';

/** What the header `Upload-Metadata` says of the object to be. */
export type UploadMetadata = {
  bucketId: string;
  name: string;
  mimeType: string | null;
  cacheControl: string;
  userMetadata: Record<string, unknown> | null;
};

const PAIR = /^([^\s,]+)(?: ([A-Za-z0-9+/]*={0,2}))?$/;

/** Comma-separated pairs of a key and a value in base64; 400 where it is something else or missing. */
export function readUploadMetadata(header: string | undefined): UploadMetadata {
  if (header === undefined || header === '') throw tusErrors.metadataRequired();
  const values = new Map<string, string>();
  for (const pair of header.split(',')) {
    const [, key, value = ''] = PAIR.exec(pair.trim()) ?? [];
    if (key === undefined || values.has(key)) throw tusErrors.invalidMetadata();
    values.set(key, Buffer.from(value, 'base64').toString('utf8'));
  }
  const cacheS = values.get('cacheControl') ?? '';
  const mimeType = values.get('contentType') ?? '';
  return {
    bucketId: values.get('bucketName') ?? '',
    name: values.get('objectName') ?? '',
    mimeType: mimeType === '' ? null : mimeType,
    cacheControl: /^-?\d+$/.test(cacheS) ? `max-age=${cacheS}` : 'no-cache',
    userMetadata: parseUserMetadata(values.get('metadata')),
  };
}
