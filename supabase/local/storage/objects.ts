import type { Caller } from './caller.ts';
import type { Tx } from './database.ts';
import { noSuchKey } from './errors.ts';
import { isUuid } from './names.ts';

/** What the server notes of a file, in hosted's words. */
export type ObjectMetadata = {
  eTag: string;
  size: number;
  mimetype: string;
  cacheControl: string;
  lastModified: string;
  contentLength: number;
  httpStatusCode: number;
  xRobotsTag?: string;
};

export type ObjectRow = {
  id: string;
  name: string;
  bucket_id: string;
  owner: string | null;
  owner_id: string | null;
  version: string | null;
  created_at: Date;
  updated_at: Date;
  last_accessed_at: Date;
  /** Of any shape: rows may be written by SQL too. */
  metadata: Record<string, unknown> | null;
  user_metadata: Record<string, unknown> | null;
};

export type ObjectDraft = {
  bucketId: string;
  name: string;
  version: string;
  owner: string | null;
  metadata: Record<string, unknown> | null;
  userMetadata: Record<string, unknown> | null;
};

const COLUMNS = `id, name, bucket_id, owner, owner_id, version, created_at, updated_at, last_accessed_at, metadata,
  user_metadata`;

export async function findObject(
  tx: Tx,
  bucketId: string,
  name: string,
  options: { lock?: boolean } = {},
): Promise<ObjectRow | null> {
  const lock = options.lock === true ? 'for update' : '';
  const { rows } = await tx.query<ObjectRow>(
    `select ${COLUMNS} from storage.objects where bucket_id = $1 and name = $2 ${lock}`,
    [bucketId, name],
  );
  return rows[0] ?? null;
}

/** As `findObject`; `NoSuchKey` where there is none, or none that the role may see. */
export async function requireObject(tx: Tx, bucketId: string, name: string): Promise<ObjectRow> {
  const row = await findObject(tx, bucketId, name);
  if (row === null) throw noSuchKey();
  return row;
}

// Left to itself the driver would make Postgres arrays of JSON's.
const jsonOf = (value: Record<string, unknown> | null): string | null =>
  value === null ? null : JSON.stringify(value);

const valuesOf = (draft: ObjectDraft): unknown[] => [
  draft.bucketId,
  draft.name,
  draft.version,
  draft.owner !== null && isUuid(draft.owner) ? draft.owner : null,
  draft.owner,
  jsonOf(draft.metadata),
  jsonOf(draft.userMetadata),
];

const INSERT = `insert into storage.objects (bucket_id, name, version, owner, owner_id, metadata, user_metadata)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/** Refuses with `ResourceAlreadyExists` where the name is taken. */
export async function insertObject(tx: Tx, draft: ObjectDraft): Promise<void> {
  await tx.query(INSERT, valuesOf(draft));
}

/** An owner stays when nobody is given in its place. */
export async function upsertObject(tx: Tx, draft: ObjectDraft): Promise<ObjectRow> {
  const { rows } = await tx.query<ObjectRow>(
    `${INSERT}
     on conflict (name, bucket_id) do update set
       version = excluded.version, metadata = excluded.metadata, user_metadata = excluded.user_metadata,
       owner = coalesce(excluded.owner, objects.owner), owner_id = coalesce(excluded.owner_id, objects.owner_id)
     returning ${COLUMNS}`,
    valuesOf(draft),
  );
  const [row] = rows;
  if (row === undefined) throw noSuchKey();
  return row;
}

/** `NoSuchKey` where there is none that the role may change. */
export async function renameObject(
  tx: Tx,
  from: { bucketId: string; name: string },
  to: { bucketId: string; name: string },
  caller: Caller,
): Promise<ObjectRow> {
  const owner = caller.owner !== null && isUuid(caller.owner) ? caller.owner : null;
  const { rows } = await tx.query<ObjectRow>(
    `update storage.objects set bucket_id = $3, name = $4, owner = coalesce($5, owner), owner_id = coalesce($6, owner_id)
     where bucket_id = $1 and name = $2 returning ${COLUMNS}`,
    [from.bucketId, from.name, to.bucketId, to.name, owner, caller.owner],
  );
  const [row] = rows;
  if (row === undefined) throw noSuchKey();
  return row;
}

/** The rows that the role was allowed to delete. */
export async function deleteObjects(
  tx: Tx,
  bucketId: string,
  names: readonly string[],
): Promise<ObjectRow[]> {
  const { rows } = await tx.query<ObjectRow>(
    `delete from storage.objects where bucket_id = $1 and name = any ($2::text[]) returning ${COLUMNS}`,
    [bucketId, names],
  );
  return rows;
}

/** Waits for who writes the same object; `ResourceLocked` after 5 s. */
export async function lockName(tx: Tx, bucketId: string, name: string): Promise<void> {
  await tx.query("select set_config('lock_timeout', '5s', true)");
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`storage ${bucketId}/${name}`]);
}

/** Files that rows of objects name. */
export const versionsOf = (rows: readonly ObjectRow[]): string[] =>
  rows.flatMap(({ version }) => (version === null ? [] : [version]));
