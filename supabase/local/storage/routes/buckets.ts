import { z } from 'zod';

import { BUCKET_COLUMNS, type BucketRow, requireBucket } from '../buckets.ts';
import { asCaller, asService, type Tx } from '../database.ts';
import { bucketNotEmpty, duplicate, featureNotEnabled, noSuchBucket, StorageError } from '../errors.ts';
import { readSizeLimit } from '../file-size.ts';
import { demandMimeTypeList } from '../mime-types.ts';
import { demandBucketName, demandNewBucketName, isUuid } from '../names.ts';
import { json, type Reply } from '../reply.ts';
import { readJson, type StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

const settings = z.object({
  // As hosted reads it, null is no.
  public: z
    .boolean()
    .nullish()
    .transform((value) => (value === null ? false : value)),
  file_size_limit: z.union([z.number().int().min(0), z.string()]).nullish(),
  allowed_mime_types: z.array(z.string()).nullish(),
});
const CHANGEABLE = ['public', 'file_size_limit', 'allowed_mime_types'];
const changing = settings.refine((body) => CHANGEABLE.some((setting) => setting in body), {
  message: [
    ...CHANGEABLE.map((setting) => `must have required property '${setting}'`),
    'must match a schema in anyOf',
  ].join(', body '),
});
const creation = settings.extend({
  name: z.string(),
  id: z.string().optional(),
  type: z.enum(['STANDARD', 'ANALYTICS']).optional(),
});

/** Undefined leaves a setting as it is; null lifts it. */
function limitsOf(runtime: StorageRuntime, body: z.infer<typeof settings>) {
  const { file_size_limit: size, allowed_mime_types: types } = body;
  const allowed = types?.filter((type) => type !== '');
  if (allowed !== undefined) demandMimeTypeList(allowed);
  return {
    file_size_limit:
      size === undefined || size === null ? size : readSizeLimit(size, runtime.settings.maxFileBytes),
    allowed_mime_types: types === null ? null : allowed,
  };
}

/** Makes a bucket, where the caller's policies on `storage.buckets` let them. */
export async function createBucket(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { caller, facts } = request;
  const body = await readJson(request, creation);
  demandNewBucketName(body.name);
  if (body.type === 'ANALYTICS') throw featureNotEnabled();
  const limits = limitsOf(runtime, body);
  const owner = caller.owner !== null && isUuid(caller.owner) ? caller.owner : null;
  const values = [body.id ?? body.name, body.name, owner, caller.owner, body.public ?? false];
  await asCaller(runtime, caller, facts, async (tx) => {
    await tx.query(
      `insert into storage.buckets (id, name, owner, owner_id, public, file_size_limit, allowed_mime_types)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [...values, limits.file_size_limit ?? null, limits.allowed_mime_types ?? null],
    );
  }).catch((error: unknown) => {
    const taken = error instanceof StorageError && error.code === 'ResourceAlreadyExists';
    throw taken ? duplicate('BucketAlreadyExists') : error;
  });
  return json({ name: body.name });
}

const SORTS: Record<string, string> = {
  id: 'id',
  name: 'name',
  created_at: 'created_at',
  updated_at: 'updated_at',
};

/** The buckets that the caller may see. */
export async function listBuckets(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { query, caller, facts } = request;
  const column = SORTS[query.get('sortColumn') ?? ''];
  const direction = query.get('sortOrder')?.toLowerCase() === 'desc' ? 'desc' : 'asc';
  const number = (name: string): number | null => {
    const text = query.get(name) ?? '';
    return /^\d+$/.test(text) ? Number(text) : null;
  };
  const search = query.get('search')?.replace(/[\\%_]/g, String.raw`\$&`) ?? '';
  const { rows } = await asCaller(
    runtime,
    caller,
    facts,
    async (tx) =>
      await tx.query<BucketRow>(
        `select ${BUCKET_COLUMNS} from storage.buckets where name ilike $1
         ${column === undefined ? '' : `order by ${column} ${direction}`} limit $2 offset $3`,
        [`%${search}%`, number('limit'), number('offset') ?? 0],
      ),
  );
  return json(rows);
}

/** One bucket that the caller may see. */
export async function getBucket(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, caller, facts } = request;
  const { type: _type, ...row } = await asCaller(
    runtime,
    caller,
    facts,
    async (tx) => await requireBucket(tx, bucket),
  );
  return json(row);
}

/** Changes what is given of a bucket's settings; refuses (400) where nothing is. */
export async function updateBucket(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, caller, facts } = request;
  const body = await readJson(request, changing);
  demandBucketName(bucket);
  const changes = Object.entries({ public: body.public, ...limitsOf(runtime, body) }).filter(
    ([, value]) => value !== undefined,
  );
  const assignments = changes.map(([column], index) => `${column} = $${index + 2}`).join(', ');
  await asCaller(runtime, caller, facts, async (tx) => {
    const values = [bucket, ...changes.map(([, value]) => value)];
    const { rowCount } = await tx.query(`update storage.buckets set ${assignments} where id = $1`, values);
    if (rowCount === 0) throw noSuchBucket();
  });
  return json({ message: 'Successfully updated' });
}

async function demandEmpty(tx: Tx, bucket: string): Promise<void> {
  await requireBucket(tx, bucket);
  const { rowCount } = await tx.query('select from storage.objects where bucket_id = $1 limit 1', [bucket]);
  if (rowCount !== 0) throw bucketNotEmpty();
}

/** Removes a bucket that has no object, seen or unseen by the caller. */
export async function deleteBucket(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, caller, facts } = request;
  await asService(runtime, facts, async (tx) => {
    await demandEmpty(tx, bucket);
  });
  await asCaller(runtime, caller, facts, async (tx) => {
    const { rowCount } = await tx.query('delete from storage.buckets where id = $1', [bucket]);
    if (rowCount === 0) throw noSuchBucket();
  });
  return json({ message: 'Successfully deleted' });
}
