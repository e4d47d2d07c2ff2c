import type { Failure } from '@/lib/core/errors';

import { noteAnswer } from '../realtime/note-answer';

export type ApiResult<T> = { ok: true; value: T } | { ok: false; error: Failure };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type CallOptions = {
  workspaceId?: string | undefined;
  body?: unknown;
  query?: Record<string, string | number | undefined>;
  signal?: AbortSignal | undefined;
  /** Of a write: repeats under the same key are done once. */
  idempotencyKey?: string;
  /** Of whom the call is; refused as `unauthenticated` should somebody else be signed in by now. */
  personId?: string;
  /** Goes through also when the page is left meanwhile; for small bodies. */
  keepalive?: boolean;
};

/** A connection that died in the machine's sleep answers nothing at all. */
const PATIENCE_MS = 20_000;

/** What a call says for want of a network. */
export const UNREACHABLE: Failure = {
  code: 'unavailable',
  message: 'Parley cannot be reached. Check your connection and try again.',
};

/**
 * Calls `/api/v1` with the session's cookies. Never throws: a network failure is `unavailable`.
 * @param path below /api/v1, parts already encoded
 */
export async function callApi<T>(
  method: Method,
  path: string,
  options: CallOptions = {},
): Promise<ApiResult<T>> {
  const { workspaceId, body, query = {}, signal, keepalive = false, idempotencyKey, personId } = options;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const address = `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`;
  const sentMs = Date.now();
  try {
    const response = await fetch(address, {
      method,
      headers: {
        ...(workspaceId === undefined ? {} : { 'parley-workspace': workspaceId }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        ...(personId === undefined ? {} : { 'parley-person': personId }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])]),
      cache: 'no-store',
      keepalive,
    });
    noteAnswer(response, sentMs);
    const text = await response.text();
    // The server parses each answer with the operation's schema before it sends it: its shape holds.
    if (response.ok) return { ok: true, value: JSON.parse(text) };
    const { error }: { error?: Failure } = JSON.parse(text);
    return { ok: false, error: error ?? UNREACHABLE };
  } catch {
    // A fetch fails for want of a network, an abort, or an answer that is not ours (a proxy's page): try again later.
    return { ok: false, error: UNREACHABLE };
  }
}

/** Whether the same call may succeed later, unchanged. */
export function isPassing({ code }: Failure): boolean {
  return code === 'unavailable' || code === 'internal' || code === 'rate_limited';
}

/** Whether the person has to sign in again. */
export function isSignedOut({ code }: Failure): boolean {
  return code === 'unauthenticated' || code === 'session_ended';
}
