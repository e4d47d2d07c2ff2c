import type { IncomingMessage, ServerResponse } from 'node:http';

import { type Caller, guessCaller, requireCaller, service } from './caller.ts';
import { chunksOf } from './chunks-of.ts';
import { accessDenied, invalidInput, noSuchRoute } from './errors.ts';
import type { Reply } from './reply.ts';
import type { StorageRequest } from './request.ts';
import { routes } from './routes.ts';
import type { StorageRuntime } from './storage-runtime.ts';

/** Null: the handler has answered by itself, as a stream. */
export type Handler = (runtime: StorageRuntime, request: StorageRequest) => Promise<Reply | null>;

/**
 * Who may call a route. `caller`: who shows a valid token or key; `anyone`: also who shows none, and counts as anon;
 * `service`: the secret key; `nobody`: the route asks for another proof, or for none.
 */
export type Access = 'caller' | 'anyone' | 'service' | 'nobody';

export type Route = {
  method: string;
  path: RegExp;
  /** What `storage.operation()` says in policies. */
  operation: string;
  access: Access;
  handler: Handler;
};

async function identify(
  runtime: StorageRuntime,
  access: Access,
  { headers }: IncomingMessage,
): Promise<Caller> {
  if (access === 'nobody') return service;
  if (access === 'anyone') return await guessCaller(runtime.tokens, headers);
  const caller = await requireCaller(runtime.tokens, headers);
  if (access === 'service' && caller.role !== 'service_role') {
    throw accessDenied('Access denied: Invalid role', 403);
  }
  return caller;
}

function decode(part: string | undefined, path: string): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    throw invalidInput(`'${path}' is not a valid url component`);
  }
}

/** Headers as policies may read them; credentials stay with the server. */
function headersForPolicies({ headers }: IncomingMessage): string {
  const { authorization: _authorization, apikey: _apikey, cookie: _cookie, ...rest } = headers;
  return JSON.stringify(rest);
}

/** Finds the route and runs it; what no route takes is 404, as hosted. */
export async function dispatch(
  runtime: StorageRuntime,
  message: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<Reply | null> {
  const method = message.method ?? 'GET';
  const path = url.pathname.replace(/^\/storage\/v1/, '') || '/';
  const route = routes.find((candidate) => candidate.method === method && candidate.path.test(path));
  if (route === undefined) throw noSuchRoute(method, path);
  const { bucket, name } = route.path.exec(path)?.groups ?? {};
  const facts = {
    operation: route.operation,
    method,
    path,
    headers: headersForPolicies(message),
    isGone: () => message.socket.destroyed,
  };
  const body = chunksOf(message, runtime.settings.idleTimeoutMs);
  try {
    return await route.handler(runtime, {
      message,
      body,
      response,
      query: url.searchParams,
      caller: await identify(runtime, route.access, message),
      facts,
      bucket: decode(bucket, path),
      name: decode(name, path),
    });
  } finally {
    // Lets go of the request, so that the server can skip what was not read.
    await body.return(undefined);
  }
}
