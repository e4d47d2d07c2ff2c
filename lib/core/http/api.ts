import { Hono, type Context } from 'hono';
import { z } from 'zod';

import { cookieNames } from '../auth/cookie-names';
import { verifyAccessToken } from '../auth/verify';
import type { Person } from '../caller';
import { describeError } from '../describe-error';
import { env } from '../env';
import { AppError, ERROR_STATUS, asAppError, notFound } from '../errors';
import { log } from '../log';
import type { Endpoint } from './endpoint';
import { originOf } from './origin';
import { isSameOrigin } from './same-origin';

const MAX_BODY_BYTES = 256 * 1024;

/** The REST API as one fetch handler: authentication, same-origin rule, body, operation, one error shape. */
export function createApi(base: string, endpoints: readonly Endpoint[]): Hono {
  const api = new Hono().basePath(base);
  for (const endpoint of endpoints) {
    api.on(endpoint.method.toUpperCase(), endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const request = context.req.raw;
      const origin = originOf(request.headers);
      try {
        const person = await personOf(request);
        checkMeant(request, person);
        // Where a page shows a picture, the browser asks for it, and sends no headers of ours.
        const named = endpoint.isFile ? context.req.query('workspace') : undefined;
        const workspace = request.headers.get('parley-workspace') ?? named;
        const idempotencyKey = readKey(request);
        const input = { ...context.req.query(), ...(await readBody(request)), ...context.req.param() };
        const output = await endpoint.call({ person, origin, workspace, idempotencyKey }, input);
        if (output instanceof Response) return sendFile(context, output, origin.requestId);
        return reply(context, endpoint.status, output, origin.requestId);
      } catch (thrown) {
        return replyFailure(context, thrown, origin.requestId);
      }
    });
  }
  api.notFound((context) =>
    replyFailure(context, notFound('This address'), originOf(context.req.raw.headers).requestId),
  );
  return api;
}

/**
 * The caller: a bearer token, or the session cookie of a same-origin request.
 * @throws AppError unauthenticated for a token that does not verify, forbidden for cookies from elsewhere.
 */
async function personOf(request: Request): Promise<Person | null> {
  const [scheme, bearer] = request.headers.get('authorization')?.split(' ') ?? [];
  // Other schemes belong to whoever stands in front of us, such as a proxy that asks for a password.
  if (scheme?.toLowerCase() === 'bearer') {
    const person = bearer ? await verifyAccessToken(bearer) : null;
    if (!person) throw new AppError('unauthenticated', 'This access token is not valid, or has expired.');
    return person;
  }
  const token = readCookie(request.headers.get('cookie') ?? '', cookieNames().access);
  if (!token) return null;
  if (!isSameOrigin(request.method, request.headers)) {
    throw new AppError('forbidden', 'Calls from other sites carry an access token, not cookies.');
  }
  return verifyAccessToken(token);
}

/**
 * A call may say whose it is: then it is never done under another sign-in, whoever the cookie belongs to by now.
 * @throws AppError unauthenticated
 */
function checkMeant(request: Request, person: Person | null): void {
  const meant = request.headers.get('parley-person');
  if (meant !== null && meant !== person?.userId) {
    throw new AppError('unauthenticated', 'This call is meant for another sign-in. Sign in again.');
  }
}

/** The key of draft-ietf-httpapi-idempotency-key-header: a UUID, in quotes or without. @throws AppError invalid */
function readKey(request: Request): string | undefined {
  const given = request.headers.get('idempotency-key');
  if (given === null) return undefined;
  const key = z.uuid().safeParse(given.trim().replace(/^"(.*)"$/, '$1'));
  if (!key.success) throw new AppError('invalid', 'The Idempotency-Key is a UUID, a new one for each call.');
  return key.data;
}

function readCookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  if (request.method === 'GET' || request.method === 'HEAD' || !request.body) return {};
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) throw new AppError('too_large', 'The body is larger than 256 KB.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new AppError('invalid', 'The body is not JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('invalid', 'The body is a JSON object.');
  }
  return { ...body };
}

/** What every answer carries: nothing of it is kept, guessed at or run. */
function seal(context: Context, requestId: string): void {
  context.header('x-request-id', requestId);
  // Lets pages of another build offer to reload.
  context.header('parley-version', env().PARLEY_BUILD);
  context.header('cache-control', 'private, no-store');
  context.header('x-content-type-options', 'nosniff');
  context.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
}

/** A file's own headers win: how long it may be kept, and what it is. */
function sendFile(context: Context, file: Response, requestId: string): Response {
  seal(context, requestId);
  for (const [name, value] of file.headers) context.header(name, value);
  return context.newResponse(file.body, file.status === 302 ? 302 : 200);
}

function reply(context: Context, status: 200 | 201, body: unknown, requestId: string) {
  seal(context, requestId);
  return context.json(body ?? {}, status);
}

function replyFailure(context: Context, thrown: unknown, requestId: string) {
  const known = asAppError(thrown);
  if (!known) log().error({ requestId, error: describeError(thrown) }, 'fault in the API');
  const failure = (
    known ?? new AppError('internal', 'Something went wrong on our side. Try again.')
  ).toFailure(requestId);
  seal(context, requestId);
  if (failure.retryAfterMs) context.header('retry-after', String(Math.ceil(failure.retryAfterMs / 1000)));
  return context.json({ error: failure }, ERROR_STATUS[failure.code]);
}
