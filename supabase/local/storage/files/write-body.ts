import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

import { tooLarge } from '../errors.ts';

export type Written = { sizeBytes: number; md5: string };

/**
 * Writes a new file chunk by chunk, reading on only when a chunk is on its way to the disk: memory stays the same
 * whatever the size.
 * @throws StorageError `EntityTooLarge`; the caller removes what was written
 */
export async function writeBody(
  path: string,
  body: AsyncIterable<Uint8Array>,
  options: { maxBytes: number; durable: boolean },
): Promise<Written> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('md5');
  let sizeBytes = 0;
  try {
    for await (const chunk of body) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > options.maxBytes) throw tooLarge();
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    if (options.durable) await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, md5: hash.digest('hex') };
}
