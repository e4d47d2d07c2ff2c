import { createHmac } from 'node:crypto';

import { env } from '@/lib/core/env';

import type { Ice } from './schemas';

/** Credentials live for an hour: a call that goes on asks for new ones. */
const LIFETIME_S = 3600;

/**
 * STUN and TURN servers for a member who sits in a call. TURN credentials are made by the "REST API for access to TURN
 * services" (draft-uberti-behave-turn-rest): the user name is the end of their life and whose they are, so that the relay's
 * quota binds the person and not each seat; the credential is an HMAC-SHA1 of it.
 */
export function iceFor(memberId: string, nowMs: number = Date.now()): Ice {
  const { STUN_URLS, TURN_URLS, TURN_SECRET } = env();
  const iceServers: Ice['iceServers'] = STUN_URLS.length > 0 ? [{ urls: STUN_URLS }] : [];
  if (TURN_URLS.length === 0 || TURN_SECRET === undefined) return { iceServers, expiresAt: null };
  const endS = Math.floor(nowMs / 1000) + LIFETIME_S;
  const username = `${endS}:${memberId}`;
  const credential = createHmac('sha1', TURN_SECRET).update(username).digest('base64');
  return {
    iceServers: [...iceServers, { urls: TURN_URLS, username, credential }],
    expiresAt: new Date(endS * 1000).toISOString(),
  };
}
