import { audit } from './audit.ts';
import type { AuthRuntime } from './auth-runtime.ts';
import { badRequest, OAuthError } from './errors.ts';
import type { RefreshToken } from './refresh-token.ts';
import { decodeRefreshToken, encodeRefreshToken, sessionKey } from './refresh-token.ts';
import type { AuthRequest } from './request.ts';
import type { SessionRow, TokenResponse } from './sessions.ts';
import { endSessions, findSession, tokenResponse } from './sessions.ts';
import type { Tx } from './transaction.ts';
import { CommitAndThrow } from './transaction.ts';
import { findUser, isBanned } from './users.ts';

const unknownToken = () =>
  badRequest('Invalid Refresh Token: Refresh Token Not Found', 'refresh_token_not_found');

async function locate(
  tx: Tx,
  auth: AuthRuntime,
  token: RefreshToken,
): Promise<{ session: SessionRow; key: Buffer }> {
  const session = await findSession(tx, token.sessionId, { lock: true });
  const storedKey = session?.refresh_token_hmac_key ?? null;
  if (session === null || storedKey === null) throw unknownToken();
  const key = sessionKey(auth.keys.secretKey, storedKey);
  if (!token.verify(key)) throw unknownToken();
  return { session, key };
}

/**
 * The token's place in the chain decides. The current one is exchanged for the next. The one just before it is
 * answered with the current one (its owner may have missed the answer), and so is any older one within the reuse
 * interval (several tabs at once). An older one after that ends the session.
 * @returns the counter of the token to hand out
 */
function nextCounter(
  session: SessionRow,
  used: number,
  reuseIntervalS: number,
  now: Date,
): number | 'replayed' {
  const current = Number(session.refresh_token_counter ?? 0);
  const behind = current - used;
  if (behind < 0) throw badRequest('Invalid Refresh Token: Not Issued By This Server');
  if (behind === 0) return current + 1;
  // Counted from the rotation, which a reuse does not move.
  const since = now.getTime() - (session.refreshed_at ?? session.created_at).getTime();
  return behind === 1 || Math.abs(since) < reuseIntervalS * 1000 ? current : 'replayed';
}

/**
 * Exchanges a refresh token. Refuses with `refresh_token_not_found`, `refresh_token_already_used` (the session is
 * gone then), `session_expired` or `user_banned`, all 400.
 */
export async function refreshSession(
  tx: Tx,
  auth: AuthRuntime,
  request: AuthRequest,
  refreshToken: string,
): Promise<TokenResponse> {
  if (refreshToken === '') throw new OAuthError('invalid_request', 'refresh_token required');
  const token = decodeRefreshToken(refreshToken);
  if (token === null) throw unknownToken();
  const now = auth.now();
  const { session, key } = await locate(tx, auth, token);
  const user = await findUser(tx, { id: session.user_id });
  if (user === null) throw unknownToken();
  if (isBanned(user, now)) throw badRequest('Invalid Refresh Token: User Banned', 'user_banned');
  if (session.not_after !== null && now > session.not_after) {
    throw badRequest('Invalid Refresh Token: Session Expired', 'session_expired');
  }
  const counter = nextCounter(session, token.counter, auth.settings.reuseIntervalS, now);
  if (counter === 'replayed') {
    await audit(tx, { actor: user, action: 'token_revoked', address: request.address, now });
    await endSessions(tx, { session: session.id });
    throw new CommitAndThrow(badRequest('Invalid Refresh Token: Already Used', 'refresh_token_already_used'));
  }
  await audit(tx, { actor: user, action: 'token_refreshed', address: request.address, now });
  await tx.query(
    `update auth.sessions set refresh_token_counter = $2, updated_at = $3, user_agent = $4, ip = $5,
       refreshed_at = case when refresh_token_counter = $2 then refreshed_at
                      else $3::timestamptz at time zone 'utc' end where id = $1`,
    [session.id, counter, now, request.userAgent, request.address],
  );
  return tokenResponse(tx, auth, {
    user,
    session,
    refreshToken: encodeRefreshToken(session.id, counter, key),
  });
}
