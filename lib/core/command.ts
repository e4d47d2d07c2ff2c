import type { z } from 'zod';

import type { Actor, Origin, Person } from './caller';
import type { Db } from './db';
import type { Feature } from './features';
import type { Permission } from './permissions';

/**
 * Who may call at all:
 * `workspace`: an active member of the workspace that the call names; `person`: anybody signed in; `anyone`: no sign-in needed.
 */
export type Scope = 'workspace' | 'person' | 'anyone';

/** A limit of `burst` calls per `periodS` seconds for each person (or address, where nobody is signed in). */
export type RateLimit = { burst: number; periodS: number };

/** What an operation works with. */
export type Context<S extends Scope> = {
  db: Db;
  origin: Origin;
  /** Runs after the commit; its failure is the call's failure, but what was committed stays. */
  after: (effect: () => Promise<void> | void) => void;
} & Standing<S>;

type Standing<S extends Scope> = S extends 'workspace'
  ? { person: Person; actor: Actor }
  : S extends 'person'
    ? { person: Person; actor: null }
    : { person: null; actor: null };

/** One entry of the audit trail, made from what the command did. */
export type AuditEntry = {
  kind: string;
  object: string;
  workspaceId?: string;
  detail?: Record<string, unknown>;
};

type Definition<S extends Scope, I extends z.ZodObject, O extends z.ZodType> = {
  /** Verb-noun with its domain: `chat.post-message`. Names the audit action and the rate-limit key. */
  name: string;
  /** One sentence for the API's documentation. */
  summary: string;
  scope: S;
  input: I;
  output: O;
  permission?: Permission;
  feature?: Feature;
  rate: RateLimit;
  run: (context: Context<S>, input: z.output<I>) => Promise<z.input<O>>;
};

export type Query<S extends Scope, I extends z.ZodObject, O extends z.ZodType> = Definition<S, I, O> & {
  type: 'query';
};

export type Command<S extends Scope, I extends z.ZodObject, O extends z.ZodType> = Definition<S, I, O> & {
  type: 'command';
  /** What goes into the audit trail, if anything was made; null for what is its own record (messages, reactions, reading). */
  audit: ((input: z.output<I>, output: z.input<O>, actor: Actor | null) => AuditEntry | null) | null;
  /**
   * How a repeat under the same Idempotency-Key is answered where the first answer must not be kept: words that may be
   * deleted meanwhile, secrets told once. Runs instead of `run`, as the caller. Without it the first answer is kept.
   */
  again?: (context: Context<S>, input: z.output<I>) => Promise<z.input<O>>;
};

export type Operation<
  S extends Scope = Scope,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
> = Query<S, I, O> | Command<S, I, O>;

/** Defines a read. Every way in (REST, pages) runs this one object through `execute`. */
export function query<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  definition: Definition<S, I, O>,
): Query<S, I, O> {
  return { ...definition, type: 'query' };
}

/** Defines a write. Every way in (REST, server actions) runs this one object through `execute`. */
export function command<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  definition: Omit<Command<S, I, O>, 'type'>,
): Command<S, I, O> {
  return { ...definition, type: 'command' };
}
