import type { Tx } from './database.ts';
import { noSuchBucket } from './errors.ts';

export type BucketRow = {
  id: string;
  name: string;
  owner: string;
  public: boolean;
  file_size_limit: number | null;
  allowed_mime_types: string[] | null;
  created_at: Date;
  updated_at: Date;
  type: 'STANDARD' | 'ANALYTICS';
};

// int8 arrives as text; sizes are exact as numbers up to 9 petabytes.
export const BUCKET_COLUMNS = `id, name, coalesce(owner::text, '') as owner, coalesce(public, false) as public,
  file_size_limit::float8 as file_size_limit, allowed_mime_types, created_at, updated_at, type`;

export async function findBucket(tx: Tx, id: string): Promise<BucketRow | null> {
  const { rows } = await tx.query<BucketRow>(`select ${BUCKET_COLUMNS} from storage.buckets where id = $1`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** As `findBucket`; `NoSuchBucket` where there is none, or none that the role may see. */
export async function requireBucket(tx: Tx, id: string): Promise<BucketRow> {
  const bucket = await findBucket(tx, id);
  if (bucket === null) throw noSuchBucket();
  return bucket;
}
