import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { SigningKey, StackKeys } from './context.ts';
import { writePrivateFile } from './data-dir.ts';

const signingKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  alg: z.literal('ES256'),
  kid: z.string().min(1),
  x: z.string().min(1),
  y: z.string().min(1),
  d: z.string().min(1),
});

const keysSchema = z.object({
  instanceId: z.string().min(1),
  publishableKey: z.string().startsWith('sb_publishable_'),
  secretKey: z.string().startsWith('sb_secret_'),
  signingKey: signingKeySchema,
  // Absent in folders from before there was a rotation.
  standbyKey: signingKeySchema.nullable().default(null),
  previousKeys: z.array(signingKeySchema).default([]),
  hookSecret: z.string().startsWith('v1,whsec_'),
  passwords: z.object({
    supabase_admin: z.string().min(1),
    postgres: z.string().min(1),
    app_web: z.string().min(1),
    app_worker: z.string().min(1),
  }),
});

// base64url needs no escaping in connection strings, headers and SQL literals.
const randomText = (bytes: number): string => randomBytes(bytes).toString('base64url');

export function createSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  const { x, y } = jwk;
  // RFC 7638: the thumbprint hashes the required members in lexicographic order.
  const members = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
  const kid = createHash('sha256').update(members).digest('base64url');
  return signingKeySchema.parse({ ...jwk, alg: 'ES256', kid });
}

/** Fresh random keys and passwords for one data folder. */
export function createKeys(): StackKeys {
  return {
    instanceId: randomUUID().slice(0, 8),
    publishableKey: `sb_publishable_${randomText(24)}`,
    secretKey: `sb_secret_${randomText(24)}`,
    signingKey: createSigningKey(),
    standbyKey: null,
    previousKeys: [],
    hookSecret: `v1,whsec_${randomBytes(32).toString('base64')}`,
    passwords: {
      supabase_admin: randomText(24),
      postgres: randomText(24),
      app_web: randomText(24),
      app_worker: randomText(24),
    },
  };
}

const fileOf = (dataDir: string): string => join(dataDir, 'keys.json');

export async function saveKeys(dataDir: string, keys: StackKeys): Promise<void> {
  await writePrivateFile(fileOf(dataDir), `${JSON.stringify(keys, null, 2)}\n`);
}

/**
 * Reads `keys.json` of the data folder; creates it (mode 0600) on the first start.
 * @throws Error when the file is damaged: its passwords cannot be guessed anew.
 */
export async function loadKeys(dataDir: string): Promise<StackKeys> {
  const path = fileOf(dataDir);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) {
    const keys = createKeys();
    await saveKeys(dataDir, keys);
    return keys;
  }
  try {
    return keysSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is damaged; restore it, or remove the data folder to start over`, {
      cause: error,
    });
  }
}
