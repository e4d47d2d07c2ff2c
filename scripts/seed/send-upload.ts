import { env } from '@/lib/core/env';
import { beginFile } from '@/lib/files/begin-file';
import { completeFile } from '@/lib/files/complete-file';
import { isShown, UNKNOWN_TYPE } from '@/lib/files/shown-types';

import type { Company } from './company.ts';
import type { SeedFile } from './papers.ts';
import type { PersonKey } from './people.ts';
import { seedId } from './seed-id.ts';

type Purpose = { purpose: 'avatar' } | { purpose: 'attachment'; conversationId: string };

/** Uploads a file as a person's browser would. Safe to repeat. @returns its id */
export async function sendUpload(
  company: Company,
  by: PersonKey,
  { name, mediaType, make }: SeedFile,
  purpose: Purpose,
): Promise<string> {
  const run = company.as(by);
  const id = seedId(company.slug, 'file', by, name);
  const bytes = await make();
  const { bucket, objectName } = await run(beginFile, { id, name, sizeBytes: bytes.byteLength, ...purpose });
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  const response = await fetch(`${SUPABASE_URL}/storage/v1/object/${bucket}/${objectName}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${company.tokenOf(by)}`,
      apikey: SUPABASE_PUBLISHABLE_KEY,
      'content-type': isShown(mediaType) ? mediaType : UNKNOWN_TYPE,
    },
    body: Buffer.from(bytes),
  });
  // Where it was cut short before, the bytes may be there; then this finds them.
  await run(completeFile, { id }).catch(async (error: unknown) => {
    throw new Error(`${name} was not taken: ${await response.text()}`, { cause: error });
  });
  return id;
}
