import { StorageClient, type StorageError } from '@supabase/storage-js';

import { describeError } from '../describe-error';
import { env } from '../env';
import { AppError } from '../errors';
import { log } from '../log';

export type Bucket = 'attachments' | 'avatars';
export type StoredObject = { sizeBytes: number; contentType: string };

const PATIENCE_MS = 15_000;

const patient: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(PATIENCE_MS) });

/** Reads and writes past row-level security: whoever calls has asked the database first. */
function bucket(name: Bucket) {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = env();
  const headers = { apikey: SUPABASE_SECRET_KEY, authorization: `Bearer ${SUPABASE_SECRET_KEY}` };
  return new StorageClient(`${SUPABASE_URL}/storage/v1`, headers, patient).from(name);
}

/** What is stored under a name; null when nothing is. @throws AppError unavailable */
export async function statObject(from: Bucket, name: string): Promise<StoredObject | null> {
  const { data, error } = await bucket(from).info(name);
  if (error) return isAbsent(error) ? null : fail(error);
  return { sizeBytes: data.size ?? 0, contentType: data.contentType ?? 'application/octet-stream' };
}

/** The bytes of an object, or only the first ones. @throws AppError unavailable */
export async function readObject(from: Bucket, name: string, firstBytes?: number): Promise<Uint8Array> {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = env();
  const response = await fetch(`${SUPABASE_URL}/storage/v1/object/${from}/${encodeName(name)}`, {
    headers: {
      apikey: SUPABASE_SECRET_KEY,
      authorization: `Bearer ${SUPABASE_SECRET_KEY}`,
      ...(firstBytes === undefined ? {} : { range: `bytes=0-${firstBytes - 1}` }),
    },
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(fail);
  if (!response.ok) fail(new Error(`Storage answers ${response.status}`));
  return new Uint8Array(await response.arrayBuffer());
}

/** Puts an object in place of any other of the name. @throws AppError unavailable */
export async function writeObject(to: Bucket, name: string, bytes: Uint8Array, contentType: string) {
  const { error } = await bucket(to).upload(name, bytes, { contentType, upsert: true });
  if (error) fail(error);
}

/** Deletes objects; those that are gone already are no trouble. @throws AppError unavailable */
export async function deleteObjects(from: Bucket, names: readonly string[]): Promise<void> {
  const { error } = await bucket(from).remove([...names]);
  if (error) fail(error);
}

/**
 * An address under which one object can be read for a minute, by whoever has it.
 * @param downloadAs the browser keeps it as a file of this name and does not show it
 * @throws AppError unavailable, not_found
 */
export async function signedAddress(from: Bucket, name: string, downloadAs?: string): Promise<string> {
  const { data, error } = await bucket(from).createSignedUrl(
    name,
    60,
    downloadAs === undefined ? {} : { download: downloadAs },
  );
  // The person's browser may reach Storage at another address than we do.
  const { SUPABASE_URL, SUPABASE_PUBLIC_URL } = env();
  if (!error) return data.signedUrl.replace(SUPABASE_URL, SUPABASE_PUBLIC_URL);
  if (isAbsent(error)) throw new AppError('not_found', 'This file is not there any more.');
  return fail(error);
}

const encodeName = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

function isAbsent(error: StorageError): boolean {
  const status = 'status' in error ? error.status : undefined;
  const code = 'statusCode' in error ? error.statusCode : undefined;
  return status === 404 || code === '404';
}

function fail(error: unknown): never {
  log().warn({ error: describeError(error) }, 'Storage refused or was not reached');
  throw new AppError('unavailable', 'The files cannot be reached. Try again in a moment.');
}
