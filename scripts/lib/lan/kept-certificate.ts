import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { writePrivateFile } from '../../../supabase/local/data-dir.ts';
import { type Certificate, makeCertificate } from './make-certificate.ts';

const RENEWED_BEFORE_MS = 30 * 86_400_000;

const keptSchema = z.object({ key: z.string(), certificate: z.string(), authority: z.string() });

async function read(path: string): Promise<Certificate | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    // Damaged: another one is made in its place.
    return null;
  }
}

function serves({ certificate }: Certificate, address: string, nowMs: number): boolean {
  const parsed = new X509Certificate(certificate);
  const isFresh = parsed.validToDate.getTime() - nowMs > RENEWED_BEFORE_MS;
  return isFresh && parsed.validFromDate.getTime() <= nowMs && parsed.checkIP(address) !== undefined;
}

/**
 * The certificate in the data folder, readable by its owner only. Another one is made when there is none, when it does
 * not name the address, and thirty days before its end.
 */
export async function keptCertificate(
  dataDir: string,
  address: string,
  others: readonly string[] = [],
  nowMs = Date.now(),
): Promise<Certificate> {
  const path = join(dataDir, 'lan-certificate.json');
  const kept = await read(path);
  if (kept !== null && serves(kept, address, nowMs)) return kept;
  const made = makeCertificate([address, ...others.filter((other) => other !== address)], nowMs);
  await writePrivateFile(path, JSON.stringify(made));
  return made;
}
