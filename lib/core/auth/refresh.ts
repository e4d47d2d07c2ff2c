import { createHash } from 'node:crypto';

import { decodeJwt } from 'jose';

import { log } from '../log';
import { authClient } from './auth-client';

type Tokens = { access_token: string; refresh_token: string };
export type Refreshed = Tokens | 'ended' | 'unavailable';

/** Renewed this long before the end, so that a page and its realtime token never start on their last seconds. */
const EARLY_S = 90;
/** As long as the Auth server lets a used refresh token be used again (its reuse interval). */
const REUSE_MS = 10_000;

const underWay = new Map<string, Promise<Refreshed>>();

/** Whether an access token is missing, unreadable or about to end. */
export function needsRefresh(accessToken: string | undefined, nowMs = Date.now()): boolean {
  if (!accessToken) return true;
  try {
    return (decodeJwt(accessToken).exp ?? 0) - EARLY_S < nowMs / 1000;
  } catch {
    return true;
  }
}

/**
 * Renews a session. Requests of several tabs with the same refresh token share one renewal.
 * @returns new tokens; `ended` when the session is over; `unavailable` when nothing could be learned.
 */
export function refreshSession(refreshToken: string): Promise<Refreshed> {
  const key = createHash('sha256').update(refreshToken).digest('base64');
  const known = underWay.get(key);
  if (known) return known;
  const renewal = renew(refreshToken);
  underWay.set(key, renewal);
  setTimeout(() => underWay.delete(key), REUSE_MS).unref();
  return renewal;
}

async function renew(refreshToken: string): Promise<Refreshed> {
  const { data, error } = await authClient().refreshSession({ refresh_token: refreshToken });
  if (data.session) return data.session;
  const isOver =
    error?.status !== undefined && error.status >= 400 && error.status < 500 && error.status !== 429;
  if (!isOver) log().warn({ error: error?.message }, 'session could not be renewed');
  return isOver ? 'ended' : 'unavailable';
}
