import type { z } from 'zod';

import { readObject, signedAddress } from '@/lib/core/storage/storage';

import type { openFile } from './queries';
import { isShown } from './shown-types';

const WEEK_S = 7 * 24 * 3600;

/**
 * Hands out a file that the caller may read: a person's picture as it is, kept by their browser, since a new picture is a
 * new file; anything else by an address at Storage, asked for anew each time.
 */
export async function sendFile(file: z.output<typeof openFile.output>): Promise<Response> {
  const { purpose, objectName, name, mediaType, isDownload } = file;
  if (purpose === 'avatar') {
    const bytes = await readObject('avatars', objectName);
    return new Response(Buffer.from(bytes), {
      headers: { 'content-type': mediaType, 'cache-control': `private, max-age=${WEEK_S}, immutable` },
    });
  }
  const isKept = isDownload || !isShown(mediaType);
  const location = await signedAddress('attachments', objectName, isKept ? name : undefined);
  return new Response(null, { status: 302, headers: { location } });
}
