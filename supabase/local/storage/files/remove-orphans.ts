import type { Pool } from 'pg';

import type { FileStore } from './file-store.ts';

const BATCH = 5_000;

/**
 * Removes files that no row names: a crash came between the file and its row, or between a row's end and its file's.
 * To be called before anything is served, since a file being uploaded has no row yet either.
 * @returns how many were removed
 */
export async function removeOrphans(pool: Pool, files: FileStore): Promise<number> {
  const versions = await files.list();
  let removed = 0;
  for (let start = 0; start < versions.length; start += BATCH) {
    const batch = versions.slice(start, start + BATCH);
    const { rows } = await pool.query<{ version: string }>(
      'select version from storage.objects where version = any ($1::text[])',
      [batch],
    );
    const known = new Set(rows.map(({ version }) => version));
    const orphans = batch.filter((version) => !known.has(version));
    await files.remove(orphans);
    removed += orphans.length;
  }
  return removed;
}
