import type { Pool, PoolClient } from 'pg';

export type Tx = PoolClient;

// As hosted: triggers on auth.users run with the rights and search_path of this role, not of a superuser.
const begin = 'begin; set local role supabase_auth_admin; set local search_path = auth';

/** Carries an error out of a transaction whose changes are to stay (a family of tokens ended, say). */
export class CommitAndThrow extends Error {
  readonly inner: Error;

  constructor(inner: Error) {
    super(inner.message, { cause: inner });
    this.inner = inner;
  }
}

/** Runs `work` in one transaction as supabase_auth_admin: all of it is kept, or nothing. */
export async function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection lost between two statements (a mail is being sent, say) must fail this request, not the process.
  const onLost = (error: Error) => {
    broken = error;
  };
  client.on('error', onLost);
  try {
    await client.query(begin);
    try {
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      const keep = error instanceof CommitAndThrow;
      await client.query(keep ? 'commit' : 'rollback').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure));
      });
      throw keep ? error.inner : error;
    }
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}
