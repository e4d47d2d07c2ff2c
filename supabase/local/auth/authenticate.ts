import type { AuthRuntime } from './auth-runtime.ts';
import { ApiError, badRequest, forbidden } from './errors.ts';
import type { AuthRequest } from './request.ts';
import { isUuid } from './request.ts';
import type { SessionRow } from './sessions.ts';
import { findSession } from './sessions.ts';
import type { Tx } from './transaction.ts';
import type { UserRow } from './users.ts';
import { findUser, isBanned } from './users.ts';

export type Caller = { user: UserRow; session: SessionRow };

const wantsBearer = () =>
  new ApiError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');

/**
 * The person and session behind the request's access token. Refuses with `no_authorization` (401), `bad_jwt`,
 * `user_not_found`, `session_not_found` (signed out meanwhile) or `user_banned` (403).
 */
export async function requireCaller(
  tx: Tx,
  auth: AuthRuntime,
  request: AuthRequest,
  options: { lock?: boolean } = {},
): Promise<Caller> {
  if (request.bearer === null) throw wantsBearer();
  // API keys are tokens of roles, not of people.
  if (request.bearer.startsWith('sb_')) throw forbidden('bad_jwt', 'invalid claim: missing sub claim');
  const now = auth.now();
  const claims = await auth.tokens.verify(request.bearer, now);
  if (claims.sub === '') throw forbidden('bad_jwt', 'invalid claim: missing sub claim');
  if (!isUuid(claims.sub)) throw badRequest('invalid claim: sub claim must be a UUID', 'bad_jwt');
  const user = await findUser(tx, { id: claims.sub }, options);
  if (user === null) throw forbidden('user_not_found', 'User from sub claim in JWT does not exist');
  if (!isUuid(claims.session_id))
    throw forbidden('bad_jwt', 'invalid claim: session_id claim must be a UUID');
  const session = await findSession(tx, claims.session_id);
  if (session === null || session.user_id !== user.id) {
    throw forbidden('session_not_found', 'Session from session_id claim in JWT does not exist');
  }
  if (isBanned(user, now)) throw forbidden('user_banned', 'User is banned');
  return { user, session };
}

/** Only the secret key opens admin routes: `no_authorization` (401), `bad_jwt` or `not_admin` (403). */
export async function requireAdmin(auth: AuthRuntime, request: AuthRequest): Promise<void> {
  if (request.isAdmin) return;
  if (request.bearer === null) throw wantsBearer();
  if (!request.bearer.startsWith('sb_')) await auth.tokens.verify(request.bearer, auth.now());
  throw forbidden('not_admin', 'User not allowed');
}
