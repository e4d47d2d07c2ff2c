import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writePrivateFile } from '../../../supabase/local/data-dir.ts';

const SECRET = /^[0-9a-f]{64}$/;

/** The secret that the app and its coturn share: random, one per data folder, readable by its owner only. */
export async function turnSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'turn-secret');
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (SECRET.test(kept)) return kept;
  const secret = randomBytes(32).toString('hex');
  await writePrivateFile(path, secret);
  return secret;
}
