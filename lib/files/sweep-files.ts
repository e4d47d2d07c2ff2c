import { inBackground } from '@/lib/core/background';
import { pool } from '@/lib/core/db';
import { describeError } from '@/lib/core/describe-error';
import { log } from '@/lib/core/log';
import { deleteObjects, type Bucket } from '@/lib/core/storage/storage';

const AT_ONCE = 100;
const PAUSE_MS = 60_000;
let sweptMs = 0;

type Removed = { workspace_id: string; id: string; bucket: Bucket; object_name: string };

/**
 * Deletes the objects of files that were removed, or announced and never sent, and forgets the files. The answer does not
 * wait for it; what fails is left for the next time, since the rows stay until their objects are gone.
 */
export function sweepFiles(): void {
  inBackground(async () => {
    try {
      const { rows } = await pool().query<Removed>('select * from private.take_removed_files($1)', [AT_ONCE]);
      for (const bucket of ['attachments', 'avatars'] as const) {
        const names = rows.filter((row) => row.bucket === bucket).flatMap(objectsOf);
        if (names.length > 0) await deleteObjects(bucket, names);
      }
      if (rows.length === 0) return;
      const gone = [rows.map((row) => row.workspace_id), rows.map(({ id }) => id)];
      await pool().query('select private.forget_files($1::uuid[], $2::uuid[])', gone);
    } catch (error) {
      log().warn({ error: describeError(error) }, 'removed files are left for the next round');
    }
  });
}

/** What was deleted is swept soon wherever files are looked at, without a question to the database for each look. */
export function sweepNowAndThen(): void {
  if (Date.now() - sweptMs < PAUSE_MS) return;
  sweptMs = Date.now();
  sweepFiles();
}

/** A picture of a person has its original beside it for a moment. */
function objectsOf({ object_name }: Removed): string[] {
  const original = object_name.replace(/\.webp$/, '');
  return original === object_name ? [object_name] : [object_name, original];
}
