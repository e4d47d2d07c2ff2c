import { z } from 'zod';

import { asCaller } from '../database.ts';
import { invalidParameter } from '../errors.ts';
import { demandBucketName } from '../names.ts';
import { json, type Reply } from '../reply.ts';
import { readJson, type StorageRequest } from '../request.ts';
import type { StorageRuntime } from '../storage-runtime.ts';

const MAX_ENTRIES = 1000;
const column = z.enum(['name', 'updated_at', 'created_at']);
const order = z.enum(['asc', 'desc']);
const body = z.object({
  prefix: z.string().default(''),
  limit: z.number().int().min(1, 'must be >= 1').default(MAX_ENTRIES),
  cursor: z.string().optional(),
  with_delimiter: z.boolean().default(false),
  sortBy: z.object({ column, order: order.default('asc') }).optional(),
});
const cursorShape = z.object({ after: z.string(), at: z.string().nullable(), column, order });
type Cursor = z.infer<typeof cursorShape>;

type Entry = {
  name: string;
  id: string | null;
  updated_at: Date | null;
  created_at: Date | null;
  last_accessed_at: Date | null;
  metadata: Record<string, unknown> | null;
};

function readCursor(text: string): Cursor {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
  } catch {
    throw invalidParameter('continuation token');
  }
}

/** An opaque text, as hosted; it carries the order, which cannot change between pages. */
function writeCursor(
  last: Entry,
  { column: by, order: direction }: Pick<Cursor, 'column' | 'order'>,
): string {
  const at = by === 'name' ? null : (last[by]?.toISOString() ?? null);
  const cursor: Cursor = { after: last.name, at, column: by, order: direction };
  return Buffer.from(JSON.stringify(cursor)).toString('base64');
}

/** Folders have no times: they sort as the oldest, by name. Times count in milliseconds, which a cursor can carry. */
const momentOf = (by: Cursor['column']): string =>
  by === 'name' ? "'epoch'::timestamptz" : `coalesce(date_trunc('milliseconds', ${by}), 'epoch')`;

/**
 * One page of the objects whose names begin with `prefix`, as the caller may see them; with a delimiter, what lies
 * deeper is folded into its folder.
 */
export async function listObjectsV2(runtime: StorageRuntime, request: StorageRequest): Promise<Reply> {
  const { bucket, caller, facts } = request;
  demandBucketName(bucket);
  const { prefix, limit, cursor: text, with_delimiter: folded, sortBy } = await readJson(request, body);
  const cursor = text === undefined ? null : readCursor(text);
  const by = cursor ?? { column: sortBy?.column ?? 'name', order: sortBy?.order ?? 'asc' };
  const count = Math.min(limit, MAX_ENTRIES);
  const { rows } = await asCaller(
    runtime,
    caller,
    facts,
    async (tx) =>
      await tx.query<Entry>(
        `with found as (
           select *, case when $3 then position('/' in substring(name from length($2) + 1)) else 0 end as slash
           from storage.objects where bucket_id = $1 and starts_with(name, $2)
         ), entries as (
           select name, id, updated_at, created_at, last_accessed_at, metadata from found where slash = 0
           union all
           select distinct left(name, length($2) + slash), null::uuid, null::timestamptz, null::timestamptz,
                  null::timestamptz, null::jsonb
           from found where slash > 0
         )
         select * from entries
         where $4::text is null or (${momentOf(by.column)}, name collate "C")
           ${by.order === 'asc' ? '>' : '<'} (coalesce($5::timestamptz, 'epoch'), $4)
         order by ${momentOf(by.column)} ${by.order}, name collate "C" ${by.order} limit $6`,
        [bucket, prefix, folded, cursor?.after ?? null, cursor?.at ?? null, count + 1],
      ),
  );
  const page = rows.slice(0, count);
  const last = page.at(-1);
  const next =
    rows.length > count && last !== undefined
      ? { nextCursor: writeCursor(last, by), nextCursorKey: last.name }
      : {};
  const depth = prefix.split('/').length - 1;
  const described = (entry: Entry) =>
    folded ? { ...entry, key: entry.name.split('/')[depth] ?? entry.name } : entry;
  return json({
    hasNext: rows.length > count,
    ...next,
    folders: page.filter(({ id }) => id === null).map(described),
    objects: page.filter(({ id }) => id !== null).map(described),
  });
}
