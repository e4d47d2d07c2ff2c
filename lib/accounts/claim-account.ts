import { randomBytes } from 'node:crypto';

import type { Session, User } from '@supabase/auth-js';

import { authClient, authFailure } from '@/lib/core/auth/auth-client';
import type { Origin } from '@/lib/core/caller';

/** Two stamps of one request of the Auth server lie closer than this; two mails to one address are a minute apart. */
const SAME_REQUEST_MS = 10_000;

/** The account that a sign-up has just made; null where one waited for its confirmation already, or the answer names nobody. */
export function newAccountId(user: User | null): string | null {
  const isNew = user && areOneRequest(user.created_at, user.confirmation_sent_at);
  return isNew && (user.identities?.length ?? 0) > 0 ? user.id : null;
}

/**
 * Somebody could sign up with a stranger's address and wait until the stranger confirms it: the account would then have
 * a password that its owner never chose. So whoever confirms an account that this browser did not make gets rid of the
 * password it had, and has to choose one.
 * @param madeHere the account that this browser signed up for.
 * @returns whether a password has to be chosen.
 * @throws AppError unavailable
 */
export async function claimAccount(
  session: Session,
  madeHere: string | null | undefined,
  { address }: Origin,
): Promise<boolean> {
  const { user } = session;
  const isJustConfirmed = areOneRequest(user.email_confirmed_at, user.last_sign_in_at);
  if (!isJustConfirmed || user.id === madeHere) return false;
  const client = authClient(address);
  const { error } = await client.setSession(session);
  if (error) throw authFailure(error);
  const changed = await client.updateUser({ password: randomBytes(36).toString('base64url') });
  if (changed.error) throw authFailure(changed.error);
  return true;
}

function areOneRequest(one: string | undefined, other: string | undefined): boolean {
  return Math.abs(Date.parse(one ?? '') - Date.parse(other ?? '')) < SAME_REQUEST_MS;
}
