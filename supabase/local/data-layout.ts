import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { writePrivateFile } from './data-dir.ts';
import { renewSummaries } from './inbox/mail-files.ts';

/** A step makes the next layout of the one before; it is repeated when the start was killed in its midst. */
type Step = (dataDir: string) => Promise<void>;

/** The first step leads from layout 1, which had no `layout.json`, to layout 2. */
const steps: readonly Step[] = [
  // Summaries of mails know their attachments, and what search looks at.
  async (dataDir) => await renewSummaries(join(dataDir, 'mail')),
];
export const currentLayout = steps.length + 1;

const POSTGRES_MAJOR = '17';
const layoutSchema = z.object({ layout: z.number().int().positive() });

/**
 * Brings the data folder to the layout of this version, step by step; a new folder gets it at once.
 * @returns the layout it had; null when it was new
 * @throws Error in words for the person who starts it, when a newer version or another Postgres made the folder
 */
export async function migrateDataDir(dataDir: string): Promise<number | null> {
  const before = await layoutOf(dataDir);
  if (before !== null && before > currentLayout) {
    throw new Error(
      `The data folder ${dataDir} was made by a newer version (layout ${before}, this one knows ${currentLayout})`,
    );
  }
  await demandPostgres(dataDir);
  if (before === currentLayout) return before;
  for (const step of steps.slice((before ?? currentLayout) - 1)) await step(dataDir);
  await writePrivateFile(join(dataDir, 'layout.json'), `${JSON.stringify({ layout: currentLayout })}\n`);
  return before;
}

async function layoutOf(dataDir: string): Promise<number | null> {
  const text = await readIfThere(join(dataDir, 'layout.json'));
  if (text !== null) return layoutSchema.parse(JSON.parse(text)).layout;
  // The keys come first in a new folder, so one without them holds nothing yet.
  return existsSync(join(dataDir, 'keys.json')) ? 1 : null;
}

async function demandPostgres(dataDir: string): Promise<void> {
  const major = (await readIfThere(join(dataDir, 'postgres', 'PG_VERSION')))?.trim();
  if (major === undefined || major === POSTGRES_MAJOR) return;
  throw new Error(
    `The cluster in ${dataDir} is of Postgres ${major}, this version brings Postgres ${POSTGRES_MAJOR}: ` +
      'export its data with the older version first',
  );
}

async function readIfThere(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
