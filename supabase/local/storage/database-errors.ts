import { DatabaseError } from 'pg';

import { accessDenied, duplicate, invalidParameter, StorageError } from './errors.ts';

function denied(error: DatabaseError): StorageError {
  const byPolicy = error.message.includes('row-level security');
  return accessDenied(byPolicy ? 'new row violates row-level security policy' : error.message);
}

function brokenReference(error: DatabaseError): StorageError {
  if (error.detail?.includes('is still referenced from table') === true) {
    const message = 'The resource could not be updated or removed due to a foreign key constraint';
    return new StorageError('ResourceReferenced', 409, message);
  }
  return new StorageError('InvalidRequest', 404, 'The related resource does not exist');
}

function outOfSync(error: DatabaseError): StorageError {
  const inPolicy = error.internalQuery !== undefined && error.internalPosition !== undefined;
  const message = inPolicy
    ? `There is a database schema mismatch in a trigger or RLS policy: ${error.where ?? ''}`
    : 'The database schema is out of sync. Please run migrations or contact support.';
  return new StorageError('DatabaseSchemaMismatch', 503, message);
}

const byState: Record<string, (error: DatabaseError) => StorageError> = {
  '42501': denied,
  '23505': () => duplicate('ResourceAlreadyExists'),
  '23503': brokenReference,
  '55P03': () => new StorageError('ResourceLocked', 423, 'The resource is locked'),
  '57014': () =>
    new StorageError('DatabaseTimeout', 544, 'The connection to the database timed out', { httpStatus: 544 }),
  '42P17': () =>
    new StorageError(
      'DatabaseInvalidObjectDefinition',
      503,
      'The database schema is invalid or incompatible.',
    ),
  '22P02': (error) => invalidParameter('value', error.message),
  // Text with NUL, which Postgres cannot hold, as such and within JSON.
  '22021': (error) => invalidParameter('value', error.message),
  '22P05': (error) => invalidParameter('value', error.message),
  '42703': outOfSync,
  '42P01': outOfSync,
};

/** The server was asked to commit and nothing certain came back: it may have. Tells callers nothing, as what is unforeseen. */
export class CommitInDoubt extends Error {
  override readonly name = 'CommitInDoubt';

  constructor(cause: unknown) {
    super('The connection was lost while a transaction was committed', { cause });
  }
}

/** Whether Postgres itself refused and lives on. One that is being ended (FATAL) may have committed just before. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof DatabaseError && error.severity === 'ERROR';

/** Words what Postgres said as the hosted server does; everything else is passed through. */
export function fromDatabase(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const known = byState[error.code ?? ''];
  if (known !== undefined) return known(error);
  const message = `database error, code: ${error.code ?? 'unknown'}`;
  return new StorageError('DatabaseError', 500, message, { cause: error });
}
