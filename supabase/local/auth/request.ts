import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import type { AuthSettings } from './auth-runtime.ts';
import { ApiError, badRequest } from './errors.ts';
import { chooseRedirect } from './redirects.ts';

/** What routes see of a request. */
export type AuthRequest = {
  method: string;
  /** Without the mount point, e.g. `/token`. */
  path: string;
  query: URLSearchParams;
  /** Raw text of the body. */
  body: string;
  /** Of the Authorization header; null when there is none of the form `Bearer …`. */
  bearer: string | null;
  /** Whether the caller showed the secret key (which makes them service_role). */
  isAdmin: boolean;
  /** Caller's IP address: the socket's, or the one a server with the secret key forwards. */
  address: string;
  userAgent: string | null;
  apiVersion: string | undefined;
  /** Where a link made by this request leads: `redirect_to` or the Referer if allowed, else the site. */
  redirectTo: string;
};

const maxBodyBytes = 1 << 20;

function tooLarge(): ApiError {
  return new ApiError(413, 'request_entity_too_large', `Request body too large (max ${maxBodyBytes} bytes)`);
}

type Body = { chunks: Buffer[]; sizeBytes: number };

/** Keeps what is let in. What comes beyond is read and dropped for a while, or the sender would not hear the answer. */
async function collect(message: AsyncIterable<unknown>, body: Body): Promise<'whole'> {
  for await (const chunk of message) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    body.sizeBytes += bytes.length;
    if (body.sizeBytes <= maxBodyBytes) body.chunks.push(bytes);
    else if (body.sizeBytes > 4 * maxBodyBytes) throw tooLarge();
  }
  return 'whole';
}

/**
 * Reads at most 1 MiB within the time given. `request_entity_too_large` (413), `request_timeout` (504),
 * `validation_failed` (400) when the caller went away in the middle. Who goes on sending beyond 4 MiB is cut off.
 */
async function readBody(message: AsyncIterable<unknown>, timeoutMs: number): Promise<string> {
  const waiting = new AbortController();
  const late = delay(timeoutMs, 'late' as const, { ref: false, signal: waiting.signal });
  const body: Body = { chunks: [], sizeBytes: 0 };
  const whole = collect(message, body).catch((error: unknown) => {
    throw error instanceof ApiError ? error : badRequest('The request body did not arrive whole');
  });
  try {
    const outcome = await Promise.race([whole, late]);
    if (body.sizeBytes > maxBodyBytes) throw tooLarge();
    if (outcome === 'whole') return Buffer.concat(body.chunks).toString('utf8');
  } finally {
    waiting.abort();
  }
  const advice = 'Processing this request timed out, please retry after a moment.';
  throw new ApiError(504, 'request_timeout', advice);
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

function sameSecret(given: string | null | undefined, expected: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

function callerAddress(message: IncomingMessage, isAdmin: boolean): string {
  const forwarded = single(message.headers['sb-forwarded-for'])?.split(',', 1)[0]?.trim() ?? '';
  if (isAdmin && isIP(forwarded) !== 0) return forwarded;
  return (message.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
}

export async function readRequest(
  message: IncomingMessage,
  url: URL,
  settings: AuthSettings,
  secretKey: string,
): Promise<AuthRequest> {
  const { headers } = message;
  const bearer = /^bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
  // As hosted's gateway: a person's token counts for itself, anything else is what the API key makes of the caller.
  const showsKey = bearer === null || bearer.startsWith('sb_');
  const isAdmin =
    sameSecret(bearer, secretKey) || (showsKey && sameSecret(single(headers['apikey']), secretKey));
  const keyHolder = sameSecret(bearer, secretKey) || sameSecret(single(headers['apikey']), secretKey);
  return {
    method: message.method ?? 'GET',
    path: url.pathname.replace(/^\/auth\/v1/, '').replace(/(.)\/$/, '$1') || '/',
    query: url.searchParams,
    body: await readBody(message, settings.bodyTimeoutMs),
    bearer,
    isAdmin,
    address: callerAddress(message, keyHolder),
    userAgent: headers['user-agent'] ?? null,
    apiVersion: single(headers['x-supabase-api-version']),
    redirectTo: chooseRedirect(
      [single(headers['redirect_to']) ?? url.searchParams.get('redirect_to'), headers.referer],
      settings.siteUrl,
      settings.redirectUrls,
    ),
  };
}

const maxDepth = 200;

/** Whether Postgres can keep the value: no NUL, no half of a surrogate pair, no bottomless nesting. */
function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  if (depth === maxDepth) return false;
  return Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member, depth + 1));
}

/** Parses the body; what is no JSON, cannot be kept, or has members of another type is `bad_json` (400). */
export function parseBody<T extends z.ZodType>(request: AuthRequest, schema: T): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(request.body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badRequest(`Could not parse request body as JSON: ${reason}`, 'bad_json');
  }
  if (!isStorable(value)) throw badRequest('Could not parse request body as JSON: not storable', 'bad_json');
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw badRequest(`Could not parse request body as JSON: ${where}: ${issue?.message ?? ''}`, 'bad_json');
}

/** Absent and null are the empty string, as hosted reads bodies. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
/** An object, or null when absent. */
export const record = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? null);
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

// The pattern browsers use for input type=email (HTML standard, "valid e-mail address").
const addressPattern =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** The address in lower case, or `validation_failed` (400). */
export function readEmail(email: string): string {
  if (email === '') throw badRequest('An email address is required');
  if (email.length > 255) throw badRequest('An email address is too long');
  if (!addressPattern.test(email)) throw badRequest('Unable to validate email address: invalid format');
  return email.toLowerCase();
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (value: string): boolean => uuidPattern.test(value);
