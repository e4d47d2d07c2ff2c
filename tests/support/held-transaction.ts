import { randomUUID } from 'node:crypto';

import { sql } from 'drizzle-orm';
import type { z } from 'zod';

import type { Actor, Person } from '@/lib/core/caller';
import type { Operation } from '@/lib/core/command';
import { transaction, type Db } from '@/lib/core/db';

import type { TestDb } from './database';

/** What a transaction does before it is held. */
export type Act = { person: Person; workspace: string; run: (db: Db, actor: Actor) => Promise<unknown> };

/** A transaction that has done its work, or waits for somebody's lock in doing it, and does not commit before it is let. */
export type Held = {
  isWaiting: boolean;
  /** Done with the commit. @throws what the work threw */
  commit: () => Promise<void>;
};

/** An operation's body, without the checks around it: in a transaction that a test holds. */
export function operationAct<I extends z.ZodObject, O extends z.ZodType>(
  person: Person,
  workspace: string,
  operation: Operation<'workspace', I, O>,
  input: z.input<I>,
): Act {
  const origin = { requestId: randomUUID(), address: '127.0.0.1' };
  return {
    person,
    workspace,
    run: (db, actor) =>
      operation.run({ db, actor, person, origin, after: () => undefined }, operation.input.parse(input)),
  };
}

/** A statement of the server itself, as app_web. */
export function serverAct(person: Person, workspace: string, statement: ReturnType<typeof sql>): Act {
  return {
    person,
    workspace,
    run: async (db) => {
      await db.execute(sql`select set_config('role', 'none', true)`);
      await db.execute(statement);
    },
  };
}

/** Begins a transaction and returns when its work is done or waits for a lock. */
export async function hold(db: TestDb, { person, workspace, run }: Act): Promise<Held> {
  const begun = Promise.withResolvers<number>();
  const gate = Promise.withResolvers<undefined>();
  let isDone = false;
  const whole = transaction({
    person,
    workspace,
    run: async (inside, actor) => {
      if (!actor) throw new Error('no actor');
      const { rows } = await inside.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      begun.resolve(rows[0]?.pid ?? 0);
      await run(inside, actor);
      isDone = true;
      await gate.promise;
    },
  });
  let isOver = false;
  const over = whole.then(
    () => undefined,
    () => undefined,
  );
  void over.then(() => {
    isOver = true;
  });
  const pid = await Promise.race([begun.promise, over]);
  const isBlocked = async () => {
    const [row] = await db.admin<{ blocked: boolean }>(
      'select cardinality(pg_blocking_pids($1)) > 0 as blocked',
      [pid],
    );
    return row?.blocked === true;
  };
  let isWaiting = false;
  const isSettled = () => isDone || isOver;
  while (!isSettled() && !isWaiting) isWaiting = await isBlocked();
  return {
    isWaiting: isWaiting && !isSettled(),
    commit: async () => {
      gate.resolve(undefined);
      await whole;
    },
  };
}
