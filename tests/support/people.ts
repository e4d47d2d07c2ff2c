import { randomUUID } from 'node:crypto';

import type { z } from 'zod';

import type { Person } from '@/lib/core/caller';
import type { Operation, Scope } from '@/lib/core/command';
import { AppError, type ErrorCode } from '@/lib/core/errors';
import { execute } from '@/lib/core/execute';

import type { TestDb } from './database';

export type TestPerson = Person & { name: string };

/** A person who has signed up, confirmed and signed in. */
export async function createPerson(db: TestDb, name: string): Promise<TestPerson> {
  const userId = randomUUID();
  const sessionId = randomUUID();
  const email = `${name.toLowerCase().replaceAll(/\W/g, '.')}.${userId.slice(0, 8)}@example.com`;
  await db.admin(
    `insert into auth.users (instance_id, id, aud, role, email, raw_user_meta_data, raw_app_meta_data, email_confirmed_at, created_at, updated_at)
     values ('00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated', $2, $3::jsonb, '{}'::jsonb, now(), now(), now())`,
    [userId, email, JSON.stringify({ name })],
  );
  await db.admin(
    `insert into auth.sessions (id, user_id, aal, created_at, updated_at) values ($1, $2, 'aal1', now(), now())`,
    [sessionId, userId],
  );
  const claims = {
    sub: userId,
    session_id: sessionId,
    role: 'authenticated',
    aal: 'aal1',
    email,
    is_anonymous: false,
  };
  return { name, userId, sessionId, email, aal: 'aal1', isAnonymous: false, token: 'not-a-token', claims };
}

/** Runs an operation as a person. */
export function as(person: Person | null, workspace?: string) {
  return {
    run: <S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
      operation: Operation<S, I, O>,
      input: z.input<I>,
    ): Promise<z.output<O>> =>
      execute(
        operation,
        { person, workspace, origin: { requestId: randomUUID(), address: '127.0.0.1' } },
        input,
      ),
  };
}

/** The code with which an operation is refused. @throws Error when it is not refused. */
export async function refusal(attempt: Promise<unknown>): Promise<ErrorCode> {
  try {
    await attempt;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code;
    throw thrown;
  }
  throw new Error('the attempt was not refused');
}
