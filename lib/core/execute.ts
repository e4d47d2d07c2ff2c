import type { PoolClient } from 'pg';
import type { z } from 'zod';

import type { Actor, Origin, Person } from './caller';
import type { AuditEntry, Context, Operation, RateLimit, Scope } from './command';
import { takeRate, transaction } from './db';
import { describeError } from './describe-error';
import { AppError, asAppError } from './errors';
import type { Feature } from './features';
import { fingerprintOf, recallAnswer, rememberAnswer, type Claim } from './idempotency';
import { log } from './log';
import type { Permission } from './permissions';

/** One call of an operation: who, from where, about which workspace (id or slug). */
export type Call = {
  person: Person | null;
  origin: Origin;
  workspace?: string | undefined;
  /** The caller's key of this one call, a UUID: a command repeated under it is answered, not run again. */
  idempotencyKey?: string | undefined;
};

const WRITE_AUDIT = 'select private.write_audit($1::uuid, $2::uuid, $3, $4, $5, $6::jsonb, $7, $8::inet)';

/**
 * Runs an operation with every check that stands on it: sign-in, input, rate, session, membership, feature, permission;
 * then its body under row-level security, its audit entry in the same transaction, and its effects after the commit.
 * A command that succeeded is not run again under the same idempotency key; what was refused may be repeated.
 * @throws AppError with the codes of errors.ts; anything unexpected is logged and thrown as `internal`.
 */
export async function execute<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  operation: Operation<S, I, O>,
  call: Call,
  rawInput: unknown,
): Promise<z.output<O>> {
  const startedMs = performance.now();
  try {
    const output = await attempt(operation, call, rawInput);
    log().debug({ operation: operation.name, ms: performance.now() - startedMs, ...call.origin }, 'done');
    return output;
  } catch (thrown) {
    const refusal = asAppError(thrown);
    if (!refusal || refusal.code === 'internal') {
      log().error({ operation: operation.name, ...call.origin, error: describeError(thrown) }, 'fault');
      throw new AppError(
        'internal',
        'Something went wrong on our side. Try again; if it stays, report the request id.',
      );
    }
    const level = refusal.code === 'unavailable' ? 'error' : 'info';
    log()[level](
      { operation: operation.name, ...call.origin, code: refusal.code, error: describeError(thrown) },
      'refused',
    );
    throw refusal;
  }
}

async function attempt<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  operation: Operation<S, I, O>,
  call: Call,
  rawInput: unknown,
): Promise<z.output<O>> {
  const { scope } = operation;
  // What needs no sign-in asks for none: an ended session must not close it.
  const person = scope === 'anyone' ? null : call.person;
  if (scope !== 'anyone' && !person) throw new AppError('unauthenticated', 'Sign in first.');
  const workspace = scope === 'workspace' ? call.workspace : null;
  if (workspace === undefined) {
    throw new AppError('invalid', 'Name the workspace in the Parley-Workspace header (its id or address).');
  }
  const input = parseInput(operation.input, rawInput);
  await limitRate(operation.name, operation.rate, call);

  const effects: (() => Promise<void> | void)[] = [];
  const { idempotencyKey: key } = call;
  const isKeyed = operation.type === 'command' && key !== undefined;
  let claim: Claim | undefined;
  let recalled: { answer: unknown } | null = null;
  const done = await transaction<{ made: z.input<O> } | { kept: z.output<O> }>({
    person,
    workspace,
    first:
      isKeyed && person
        ? async (client, actor) => {
            const fingerprint = fingerprintOf(actor?.workspaceId, input);
            claim = { userId: person.userId, key, operation: operation.name, fingerprint };
            recalled = await recallAnswer(client, claim);
          }
        : undefined,
    run: async (db, actor) => {
      if (actor) checkStanding(actor, operation.feature, operation.permission);
      const context: AnyContext = {
        db,
        origin: call.origin,
        person,
        actor,
        after: (effect) => effects.push(effect),
      };
      if (!isContextOf(scope, context)) throw new AppError('unauthenticated', 'Sign in first.');
      if (operation.type === 'query' || !recalled) return { made: await operation.run(context, input) };
      if (operation.again) return { made: await operation.again(context, input) };
      return { kept: operation.output.parse(recalled.answer) };
    },
    asServer:
      operation.type === 'command' && (operation.audit || isKeyed)
        ? async (client, result, actor) => {
            if (recalled || !('made' in result)) return;
            const entry = operation.audit?.(input, result.made, actor);
            if (entry) await writeAudit(client, operation.name, entry, call, actor);
            const answer = operation.again ? null : operation.output.parse(result.made);
            if (claim) await rememberAnswer(client, claim, answer);
          }
        : undefined,
  });
  for (const effect of effects) await effect();
  return 'kept' in done ? done.kept : operation.output.parse(done.made);
}

type AnyContext = Omit<Context<Scope>, 'person' | 'actor'> & { person: Person | null; actor: Actor | null };

function isContextOf<S extends Scope>(scope: S, context: AnyContext): context is AnyContext & Context<S> {
  if (scope === 'workspace') return context.person !== null && context.actor !== null;
  return scope === 'anyone' || context.person !== null;
}

function parseInput<I extends z.ZodObject>(schema: I, rawInput: unknown): z.output<I> {
  const result = schema.safeParse(rawInput);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) fields[issue.path.join('.') || 'body'] ??= issue.message;
  const [first] = Object.entries(fields);
  throw new AppError('invalid', first ? `${first[0]}: ${first[1]}` : 'The input is not valid.', { fields });
}

async function limitRate(
  name: string,
  { burst, periodS }: RateLimit,
  { person, origin }: Call,
): Promise<void> {
  const waitMs = await takeRate(`${name}:${person?.userId ?? origin.address}`, burst, periodS);
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000);
    throw new AppError('rate_limited', `Too many at once. Try again in ${seconds} s.`, {
      retryAfterMs: waitMs,
    });
  }
}

function checkStanding(actor: Actor, feature: Feature | undefined, permission: Permission | undefined): void {
  if (feature && !actor.features.includes(feature)) {
    throw new AppError('feature_off', 'This workspace has switched that off.');
  }
  if (permission && !actor.permissions.includes(permission)) {
    throw new AppError('forbidden', 'Your role here does not allow that.');
  }
}

async function writeAudit(
  client: PoolClient,
  action: string,
  entry: AuditEntry,
  call: Call,
  actor: Actor | null,
) {
  const workspaceId = entry.workspaceId ?? actor?.workspaceId;
  if (!workspaceId) throw new Error(`${action}: an audit entry belongs to a workspace`);
  const { requestId, address } = call.origin;
  await client.query(WRITE_AUDIT, [
    workspaceId,
    call.person?.userId ?? null,
    action,
    entry.kind,
    entry.object,
    JSON.stringify(entry.detail ?? {}),
    requestId,
    address,
  ]);
}
