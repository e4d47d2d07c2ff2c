import 'server-only';
import { authClient, authFailure } from '@/lib/core/auth/auth-client';
import { cutOff } from '@/lib/core/auth/cut-off';
import { currentAccessToken, dropSession } from '@/lib/core/auth/session';
import { verifyAccessToken } from '@/lib/core/auth/verify';
import type { Origin } from '@/lib/core/caller';
import { log } from '@/lib/core/log';

const OVER = new Set(['session_not_found', 'session_expired', 'bad_jwt', 'user_not_found']);

/**
 * Ends the session of this browser, or with `global` all sessions of the person, whose open sockets then hear nothing more.
 * This browser is signed out even when the Auth server cannot be reached; only `global` then fails.
 * @throws AppError unavailable (global only).
 */
export async function endSession(scope: 'local' | 'global', { address }: Origin): Promise<void> {
  const token = await currentAccessToken();
  if (token) {
    const { error } = await authClient(address).admin.signOut(token, scope);
    const isFault = error && !OVER.has(error.code ?? '') && error.status !== 401 && error.status !== 403;
    if (isFault && scope === 'global') throw authFailure(error);
    if (scope === 'global') await silence(token);
    if (isFault) log().warn({ error: error.message }, 'a session could not be ended at the Auth server');
  }
  await dropSession();
}

/** The sessions are over already: this browser's goes, too, should its sockets not be cut. @throws when they are not */
async function silence(token: string): Promise<void> {
  const person = await verifyAccessToken(token);
  try {
    if (person) await cutOff(person.userId);
  } catch (error) {
    await dropSession();
    throw error;
  }
}
