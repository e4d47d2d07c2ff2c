import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, type PoolClient } from 'pg';
import { z } from 'zod';

import type { Actor, Person } from './caller';
import { env } from './env';
import { AppError } from './errors';
import { log } from './log';

/** Query builder bound to the caller's transaction. */
export type Db = NodePgDatabase;

const actorRow = z.object({
  workspaceId: z.string(),
  memberId: z.string(),
  role: z.string(),
  rank: z.number(),
  isInsider: z.boolean(),
  needsAal2: z.boolean(),
  permissions: z.array(z.string()),
  features: z.array(z.string()),
});

let shared: Pool | undefined;

/** The pool of role `app_web`; survives a restart of Postgres. */
export function pool(): Pool {
  if (!shared) {
    shared = new Pool({
      connectionString: env().DATABASE_URL,
      max: env().DATABASE_POOL_SIZE,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      application_name: 'parley-web',
    });
    shared.on('error', (error) => log().warn({ error: error.message }, 'idle database connection lost'));
  }
  return shared;
}

const ANONYMOUS_CLAIMS = JSON.stringify({ role: 'anon' });
const ENTER_AS_SERVER = `select private.enter($1::uuid, $2::uuid, $3, $4) as actor,
  set_config('request.jwt.claims', $5, true)`;
const ENTER = `${ENTER_AS_SERVER}, set_config('role', 'authenticated', true)`;
const ENTER_ANONYMOUSLY = `select set_config('request.jwt.claims', $1, true), set_config('role', 'anon', true)`;

/**
 * What runs inside `transaction`. `first` runs before the work, as app_web, once the caller's standing is known (not for
 * the anonymous); `asServer` after the work, as app_web again, before commit.
 */
export type Work<T> = {
  person: Person | null;
  /** Workspace id or slug; null where the operation has none. */
  workspace: string | null;
  first?: ((client: PoolClient, actor: Actor | null) => Promise<void>) | undefined;
  run: (db: Db, actor: Actor | null) => Promise<T>;
  asServer?: ((client: PoolClient, result: T, actor: Actor | null) => Promise<void>) | undefined;
};

/**
 * Runs work as the caller: begin; assert the session, set claims and role in one statement; work; commit.
 * A missing wrapper means role app_web, which may read nothing.
 * @throws AppError not_found (not in the workspace), session_ended, second_factor_needed; whatever the work throws.
 */
export async function transaction<T>(work: Work<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const actor = await enter(client, work);
    const result = await work.run(drizzle(client), actor);
    if (work.asServer) {
      await client.query(`select set_config('role', 'none', true)`);
      await work.asServer(client, result, actor);
    }
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((fault: Error) => {
      broken = fault;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function enter(
  client: PoolClient,
  { person, workspace, first }: Pick<Work<unknown>, 'person' | 'workspace' | 'first'>,
) {
  if (!person) {
    await client.query(ENTER_ANONYMOUSLY, [ANONYMOUS_CLAIMS]);
    return null;
  }
  const { rows } = await client.query<{ actor: unknown }>(first ? ENTER_AS_SERVER : ENTER, [
    person.sessionId,
    person.userId,
    person.aal,
    workspace,
    JSON.stringify(person.claims),
  ]);
  const actor = workspace === null ? null : readActor(rows[0]?.actor);
  if (first) {
    await first(client, actor);
    await client.query(`select set_config('role', 'authenticated', true)`);
  }
  return actor;
}

function readActor(row: unknown): Actor {
  const found = actorRow.nullable().parse(row ?? null);
  if (!found) throw new AppError('not_found', 'This workspace does not exist, or you are not in it.');
  const { needsAal2, ...actor } = found;
  if (needsAal2) throw new AppError('second_factor_needed', 'This workspace asks for a second factor.');
  return actor;
}

/** Counts one attempt. @returns 0 when allowed, else milliseconds until the next attempt is. */
export async function takeRate(key: string, burst: number, periodS: number): Promise<number> {
  const { rows } = await pool().query<{ wait: number }>('select private.take_rate($1, $2, $3) as wait', [
    key,
    burst,
    periodS,
  ]);
  return rows[0]?.wait ?? 0;
}
