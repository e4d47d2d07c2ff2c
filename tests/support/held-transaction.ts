import { randomUUID } from 'node:crypto';

import { sql } from 'drizzle-orm';
import type { z } from 'zod';

import type { Actor, Person } from '@/lib/core/caller';
import type { Operation } from '@/lib/core/command';
import { transaction, type Db } from '@/lib/core/db';

import type { TestDb } from './database';

/** What a transaction does before it is held. */
export type Act = { person: Person; workspace: string; run: (db: Db, actor: Actor) => Promise<unknown> };

/** A transaction that has done its work, or waits in doing it for another that is held, and does not commit before it is let. */
export type Held = {
  pid: number;
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

/** Begins a transaction and returns when its work is done, or waits for a lock of `other`, which is held already. */
export async function hold(db: TestDb, { person, workspace, run }: Act, other?: Held): Promise<Held> {
  const begun = Promise.withResolvers<number>();
  const gate = Promise.withResolvers<undefined>();
  let state: 'working' | 'done' | 'over' = 'working';
  const whole = transaction({
    person,
    workspace,
    run: async (inside, actor) => {
      if (!actor) throw new Error('the workspace did not let them in');
      const { rows } = await inside.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      begun.resolve(rows[0]?.pid ?? 0);
      await run(inside, actor);
      state = 'done';
      await gate.promise;
    },
  });
  const over = whole
    .catch(() => undefined)
    .then(() => {
      state = 'over';
      return 0;
    });
  const pid = await Promise.race([begun.promise, over]);
  let isWaiting = false;
  while (isWorking(state) && !isWaiting) {
    const [row] = await db.admin<{ waits: boolean }>(
      'select $2::integer = any (pg_blocking_pids($1)) as waits',
      [pid, other?.pid ?? 0],
    );
    isWaiting = row?.waits === true && isWorking(state);
  }
  return {
    pid,
    isWaiting,
    commit: async () => {
      gate.resolve(undefined);
      await whole;
    },
  };
}

const isWorking = (state: string) => state === 'working';
