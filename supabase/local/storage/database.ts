import type { PoolClient } from 'pg';

import { type Caller, service } from './caller.ts';
import { CommitInDoubt, fromDatabase, isRefusal } from './database-errors.ts';
import { aborted } from './errors.ts';
import type { StorageRuntime } from './storage-runtime.ts';

export type Tx = PoolClient;

/** What policies can read of a request, beside the caller. */
export type RequestFacts = {
  /** In hosted's words, for `storage.operation()`. */
  operation: string;
  method: string;
  path: string;
  /** As JSON. */
  headers: string;
  /** Whether the client has hung up: then nothing more is begun for it. */
  isGone(): boolean;
};

const STATEMENT_TIMEOUT = '30s';

const ENTER = `select set_config('role', $1, true), set_config('request.jwt.claim.role', $1, true),
  set_config('request.jwt', $2, true), set_config('request.jwt.claim.sub', $3, true),
  set_config('request.jwt.claims', $4, true), set_config('request.headers', $5, true),
  set_config('request.method', $6, true), set_config('request.path', $7, true),
  set_config('storage.operation', $8, true), set_config('storage.allow_delete_query', 'true', true),
  set_config('statement_timeout', '${STATEMENT_TIMEOUT}', true),
  set_config('search_path', 'storage, public, extensions', true)`;

async function enter(tx: Tx, caller: Caller, facts: RequestFacts): Promise<void> {
  await tx.query('begin');
  await tx.query(ENTER, [
    caller.role,
    caller.token,
    caller.owner ?? '',
    JSON.stringify(caller.claims),
    facts.headers,
    facts.method,
    facts.path,
    facts.operation,
  ]);
}

/** @throws CommitInDoubt where it may have been done */
async function commit(tx: Tx): Promise<void> {
  await tx.query('commit').catch((error: unknown) => {
    throw isRefusal(error) ? error : new CommitInDoubt(error);
  });
}

/** Carries the result of a trial out of the transaction that is rolled back. */
class Trial<T> {
  readonly result: T;
  constructor(result: T) {
    this.result = result;
  }
}

async function transact<T>(
  runtime: StorageRuntime,
  caller: Caller,
  facts: RequestFacts,
  work: (tx: Tx) => Promise<T | Trial<T>>,
): Promise<T> {
  const tx = await runtime.pool.connect();
  let broken: Error | undefined;
  // A connection lost between two statements must fail this request, not the process.
  const onLost = (error: Error): void => {
    broken = error;
  };
  tx.on('error', onLost);
  try {
    if (facts.isGone()) throw aborted();
    await enter(tx, caller, facts);
    const result = await work(tx);
    if (result instanceof Trial) {
      await tx.query('rollback');
      return result.result;
    }
    await commit(tx);
    return result;
  } catch (error) {
    await tx.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw fromDatabase(error);
  } finally {
    tx.off('error', onLost);
    tx.release(broken);
  }
}

/**
 * One transaction under the caller's role and claims: row-level security decides. What Postgres refuses is a
 * `StorageError`; after `CommitInDoubt` nobody knows, after any other error nothing was done.
 */
export async function asCaller<T>(
  runtime: StorageRuntime,
  caller: Caller,
  facts: RequestFacts,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return await transact(runtime, caller, facts, work);
}

/** One transaction as service_role. */
export async function asService<T>(
  runtime: StorageRuntime,
  facts: RequestFacts,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return await transact(runtime, service, facts, work);
}

/** Asks the policies whether the caller may do it, and undoes it. */
export async function tryAsCaller<T>(
  runtime: StorageRuntime,
  caller: Caller,
  facts: RequestFacts,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return await transact(runtime, caller, facts, async (tx) => new Trial(await work(tx)));
}
