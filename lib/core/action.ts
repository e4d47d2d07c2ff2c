import 'server-only';
import { headers } from 'next/headers';
import type { z } from 'zod';

import { currentPerson } from './auth/session';
import type { Operation, Scope } from './command';
import { describeError } from './describe-error';
import { AppError, asAppError, type Failure } from './errors';
import { execute } from './execute';
import { originOf } from './http/origin';
import { log } from './log';

/** What a server action answers: it never throws across the wire. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** Runs an operation for a server action, as the person of the session cookie. Next itself refuses foreign origins. */
export function runAction<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  operation: Operation<S, I, O>,
  input: unknown,
  workspace?: string,
): Promise<Result<z.output<O>>> {
  return settle(async (origin) =>
    execute(operation, { person: await currentPerson(), origin, workspace }, input),
  );
}

/** Runs a query for a page, as the person of the session cookie. @throws AppError */
export async function runQuery<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  operation: Operation<S, I, O>,
  input: z.input<I>,
  workspace?: string,
): Promise<z.output<O>> {
  const origin = originOf(await headers());
  return execute(operation, { person: await currentPerson(), origin, workspace }, input);
}

/** Turns what work throws into a Result; the unexpected is logged. */
export async function settle<T>(
  work: (origin: ReturnType<typeof originOf>) => Promise<T>,
): Promise<Result<T>> {
  const origin = originOf(await headers());
  try {
    return { ok: true, value: await work(origin) };
  } catch (thrown) {
    const known = asAppError(thrown);
    if (!known) log().error({ ...origin, error: describeError(thrown) }, 'fault in an action');
    const failure = known ?? new AppError('internal', 'Something went wrong on our side. Try again.');
    return { ok: false, error: failure.toFailure(origin.requestId) };
  }
}
