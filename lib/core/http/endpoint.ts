import type { z } from 'zod';

import type { Operation, Query, RateLimit, Scope } from '../command';
import { execute, type Call } from '../execute';
import type { Feature } from '../features';
import type { Permission } from '../permissions';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One REST endpoint: a path below /api/v1, and the operation that hangs there. */
export type Endpoint = {
  method: Method;
  /** `{name}` are path parameters; they belong to the operation's input. */
  path: string;
  tag: string;
  /** Status of success. */
  status: 200 | 201;
  name: string;
  summary: string;
  scope: Scope;
  /** A write: repeats under the same idempotency key are done once. */
  isCommand: boolean;
  permission: Permission | undefined;
  feature: Feature | undefined;
  rate: RateLimit;
  input: z.ZodObject;
  output: z.ZodType;
  /** The answer is a file and no JSON; the workspace may also be named by the parameter `workspace`. */
  isFile: boolean;
  call: (call: Call, input: unknown) => Promise<unknown>;
};

/** Hangs an operation on a path. */
export function endpoint<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  method: Method,
  path: string,
  tag: string,
  operation: Operation<S, I, O>,
  status: Endpoint['status'] = 200,
): Endpoint {
  const { name, summary, scope, permission, feature, rate, input, output } = operation;
  const call = (from: Call, raw: unknown) => execute(operation, from, raw);
  const isCommand = operation.type === 'command';
  const said = { method, path, tag, status, name, summary, scope, isCommand };
  return { ...said, permission, feature, rate, input, output, isFile: false, call };
}

/** Hangs a query on a path that answers with a file, or leads to one: `respond` turns what was found into the answer. */
export function fileEndpoint<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  path: string,
  tag: string,
  operation: Query<S, I, O>,
  respond: (found: z.output<O>) => Promise<Response>,
): Endpoint {
  const call = async (from: Call, raw: unknown) => await respond(await execute(operation, from, raw));
  return { ...endpoint('get', path, tag, operation), isFile: true, call };
}
