import { invalidBucketName, invalidKey } from './errors.ts';

// What S3 takes without trouble; as hosted, so no letters beyond ASCII, no backslash, no control characters.
const OBJECT_NAME = /^[A-Za-z0-9_/!.*'() &$=@;:+,?-]+$/;
const BUCKET_NAME = /^[A-Za-z0-9_!.*'() &$=@;:+,?-]{1,100}$/;
/** S3 refuses longer keys. */
const MAX_NAME_BYTES = 1024;

/**
 * Refuses names that the hosted server refuses (`InvalidKey`), and those with `.` or `..` as a part, which no browser
 * can ask for: it resolves them before it sends.
 */
export function demandObjectName(name: string): void {
  const valid = OBJECT_NAME.test(name) && name.length <= MAX_NAME_BYTES;
  if (!valid || name.split('/').some((part) => part === '.' || part === '..')) throw invalidKey(name);
}

/** Refuses with `InvalidBucketName`. */
export function demandBucketName(name: string): void {
  if (!BUCKET_NAME.test(name)) throw invalidBucketName();
}

/** Refuses with `InvalidBucketName`; new buckets may neither begin nor end with a space, nor have a reserved ending. */
export function demandNewBucketName(name: string): void {
  demandBucketName(name);
  if (name.trim() !== name || name.endsWith('--iceberg')) throw invalidBucketName();
}

/** The dashboard's stand-in for an empty folder: always empty, of any type. */
export const isFolderPlaceholder = (name: string): boolean => name.endsWith('.emptyFolderPlaceholder');

/** Ids of files; what is no such id never becomes part of a path. */
export const isUuid = (value: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
