import { randomUUID } from 'node:crypto';

import type { AmrEntry } from './access-token.ts';
import type { AuthRuntime } from './auth-runtime.ts';
import { encodeRefreshToken, newSessionKey, sessionKey } from './refresh-token.ts';
import type { AuthRequest } from './request.ts';
import type { Tx } from './transaction.ts';
import { loadUserJson } from './user-json.ts';
import type { UserRow } from './users.ts';
import { updateUser } from './users.ts';

export type SessionRow = {
  id: string;
  user_id: string;
  created_at: Date;
  not_after: Date | null;
  refreshed_at: Date | null;
  aal: string | null;
  refresh_token_hmac_key: string | null;
  refresh_token_counter: string | null;
};

const columns = `id, user_id, created_at, not_after, refreshed_at at time zone 'utc' as refreshed_at, aal,
  refresh_token_hmac_key, refresh_token_counter`;

/** With `lock`, concurrent refreshes of one session wait for each other. */
export async function findSession(
  tx: Tx,
  id: string,
  options: { lock?: boolean } = {},
): Promise<SessionRow | null> {
  const { rows } = await tx.query<SessionRow>(
    `select ${columns} from auth.sessions where id = $1${options.lock ? ' for update' : ''}`,
    [id],
  );
  return rows[0] ?? null;
}

async function amrOf(tx: Tx, sessionId: string): Promise<AmrEntry[]> {
  const { rows } = await tx.query<{ method: string; at: Date }>(
    'select authentication_method as method, updated_at as at from auth.mfa_amr_claims where session_id = $1 order by updated_at desc',
    [sessionId],
  );
  return rows.map(({ method, at }) => ({ method, timestamp: Math.floor(at.getTime() / 1000) }));
}

/** The answer to a successful sign-in or refresh (RFC 6749 section 5.1, plus the person). */
export type TokenResponse = {
  access_token: string;
  token_type: 'bearer';
  expires_in: number;
  expires_at: number;
  refresh_token: string;
  user: Record<string, unknown>;
};

export async function tokenResponse(
  tx: Tx,
  auth: AuthRuntime,
  granted: { user: UserRow; session: { id: string; aal: string | null }; refreshToken: string },
): Promise<TokenResponse> {
  const { user, session, refreshToken } = granted;
  const iat = Math.floor(auth.now().getTime() / 1000);
  const exp = iat + auth.settings.accessTokenTtlS;
  const access_token = await auth.tokens.sign({
    iss: auth.settings.externalUrl,
    sub: user.id,
    aud: user.aud,
    exp,
    iat,
    email: user.email ?? '',
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    role: user.role,
    aal: session.aal ?? 'aal1',
    amr: await amrOf(tx, session.id),
    session_id: session.id,
    is_anonymous: user.is_anonymous,
  });
  return {
    access_token,
    token_type: 'bearer',
    expires_in: exp - iat,
    expires_at: exp,
    refresh_token: refreshToken,
    user: await loadUserJson(tx, user),
  };
}

/** Opens a session for a person who has just proved who they are, by `method` (its `amr`). */
export async function openSession(
  tx: Tx,
  auth: AuthRuntime,
  request: AuthRequest,
  user: UserRow,
  method: string,
): Promise<TokenResponse> {
  const now = auth.now();
  const id = randomUUID();
  const storedKey = newSessionKey();
  await tx.query(
    `insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip,
       refresh_token_hmac_key, refresh_token_counter) values ($1, $2, $3, $3, 'aal1', $4, $5, $6, 0)`,
    [id, user.id, now, request.userAgent, request.address, storedKey],
  );
  await tx.query(
    `insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
     values ($1, $2, $3, $3, $4)`,
    [randomUUID(), id, now, method],
  );
  const signedIn = await updateUser(tx, user.id, { last_sign_in_at: now }, now);
  const refreshToken = encodeRefreshToken(id, 0, sessionKey(auth.keys.secretKey, storedKey));
  return tokenResponse(tx, auth, { user: signedIn, session: { id, aal: 'aal1' }, refreshToken });
}

export async function endSessions(
  tx: Tx,
  which: { session: string } | { user: string; except?: string },
): Promise<void> {
  if ('session' in which) await tx.query('delete from auth.sessions where id = $1', [which.session]);
  else {
    await tx.query('delete from auth.sessions where user_id = $1 and id is distinct from $2::uuid', [
      which.user,
      which.except ?? null,
    ]);
  }
}
