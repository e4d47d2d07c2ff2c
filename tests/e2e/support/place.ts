import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { instanceFile } from '../../../scripts/lib/instance-files.ts';

const instanceSchema = z.object({
  url: z.url(),
  env: z.object({
    SUPABASE_URL: z.url(),
    SUPABASE_PUBLISHABLE_KEY: z.string(),
    SUPABASE_SECRET_KEY: z.string(),
    PARLEY_INSTANCE: z.string(),
    INBOX_URL: z.url(),
  }),
});

/** A running instance: the app's address, its inbox, and what its Supabase asks for. */
export type Place = {
  url: string;
  inboxUrl: string;
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  cookiePrefix: string;
};

/** The instance of a data folder. @throws Error while it has not told its addresses. */
export function placeOf(dataDir: string): Place {
  const { url, env } = instanceSchema.parse(JSON.parse(readFileSync(instanceFile.instance(dataDir), 'utf8')));
  return {
    url,
    inboxUrl: env.INBOX_URL,
    supabaseUrl: env.SUPABASE_URL,
    publishableKey: env.SUPABASE_PUBLISHABLE_KEY,
    secretKey: env.SUPABASE_SECRET_KEY,
    cookiePrefix: env.PARLEY_INSTANCE,
  };
}

let shared: Place | undefined;

/** The instance that all specs share, which scripts/test.ts started. @throws Error outside `npm test`. */
export function sharedPlace(): Place {
  const dataDir = process.env['PARLEY_E2E_DATA_DIR'];
  if (dataDir === undefined) throw new Error('Start these tests by "npm test -- e2e"');
  shared ??= placeOf(dataDir);
  return shared;
}
