import { z } from 'zod';

import { asCaller } from '../database.ts';
import { demandBucketName } from '../names.ts';
import { json, type Reply } from '../reply.ts';
import { readJson, type StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

const MAX_ENTRIES = 1500;
const body = z.object({
  prefix: z.string(),
  limit: z.number().int().min(1, 'must be >= 1').default(100),
  offset: z.number().int().min(0, 'must be >= 0').default(0),
  search: z.string().default(''),
  sortBy: z
    .object({
      column: z.enum(['name', 'updated_at', 'created_at', 'last_accessed_at']).default('name'),
      order: z.enum(['asc', 'desc']).default('asc'),
    })
    .default({ column: 'name', order: 'asc' }),
});

/** By name, folders stand among the files; by a time, which folders have none of, before them. */
function orderOf({ column, order }: z.infer<typeof body>['sortBy']): string {
  return column === 'name'
    ? `place collate "C" ${order}`
    : `id is not null, case when id is null then place end collate "C" ${order}, ${column} ${order}, place`;
}

/**
 * What a folder holds, as the caller may see it: files, and subfolders as entries without an id. Names are compared
 * without regard to case, as hosted; `search` is what the entries' names begin with.
 */
export async function listObjects(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, caller, facts } = request;
  demandBucketName(bucket);
  const { prefix, search, limit, offset, sortBy } = await readJson(request, body);
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const { rows } = await asCaller(
    runtime,
    caller,
    facts,
    async (tx) =>
      await tx.query(
        `with found as (
           select *, position('/' in substring(name from length($2) + length($3) + 1)) as slash
           from storage.objects where bucket_id = $1 and starts_with(lower(name), lower($2 || $3))
         ), entries as (
           select name, lower(name) as place, id, updated_at, created_at, last_accessed_at, metadata
           from found where slash = 0
           union all
           select min(left(name, length($2) + length($3) + slash - 1) collate "C"),
                  lower(left(name, length($2) + length($3) + slash)), null, null, null, null, null
           from found where slash > 0 group by 2
         )
         select substring(name from length($2) + 1) as name, id, updated_at, created_at, last_accessed_at, metadata
         from entries order by ${orderOf(sortBy)} limit $4 offset $5`,
        [bucket, folder, search, Math.min(limit, MAX_ENTRIES), offset],
      ),
  );
  return json(rows);
}
