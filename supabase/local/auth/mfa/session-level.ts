import { randomUUID } from 'node:crypto';

import type { AuthRuntime } from '../auth-runtime.ts';
import type { Caller } from '../authenticate.ts';
import { internal } from '../errors.ts';
import { encodeRefreshToken, sessionKey } from '../refresh-token.ts';
import type { TokenResponse } from '../sessions.ts';
import { tokenResponse } from '../sessions.ts';
import type { Tx } from '../transaction.ts';
import type { FactorRow } from './factors.ts';

// Two steps on, so that a refresh token of the weaker session is no longer "the one before" and gets no stronger one.
const counterStep = 2;

/** Makes the caller's session `aal2` by this factor, with new tokens; the person's weaker sessions end. */
export async function raiseSession(
  tx: Tx,
  auth: AuthRuntime,
  { user, session }: Caller,
  factor: FactorRow,
): Promise<TokenResponse> {
  const now = auth.now();
  await tx.query(
    `insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
     values ($1, $2, $3, $3, 'totp')
     on conflict on constraint mfa_amr_claims_session_id_authentication_method_pkey do update set updated_at = $3`,
    [randomUUID(), session.id, now],
  );
  const { rows } = await tx.query<{ refresh_token_counter: string; refresh_token_hmac_key: string }>(
    `update auth.sessions set aal = 'aal2', factor_id = $2, updated_at = $3,
       refresh_token_counter = refresh_token_counter + $4
     where id = $1 returning refresh_token_counter, refresh_token_hmac_key`,
    [session.id, factor.id, now, counterStep],
  );
  const raised = rows[0];
  if (raised === undefined) throw internal('Failed to update session');
  await tx.query("delete from auth.sessions where user_id = $1 and aal < 'aal2'", [user.id]);
  const key = sessionKey(auth.keys.secretKey, raised.refresh_token_hmac_key);
  const refreshToken = encodeRefreshToken(session.id, Number(raised.refresh_token_counter), key);
  return tokenResponse(tx, auth, { user, session: { id: session.id, aal: 'aal2' }, refreshToken });
}

/** Sessions that rested on this factor go back to `aal1`; they see it when they next refresh. */
export async function lowerSessions(tx: Tx, factor: FactorRow): Promise<void> {
  await tx.query(
    `delete from auth.mfa_amr_claims where authentication_method = 'totp'
       and session_id in (select id from auth.sessions where factor_id = $1)`,
    [factor.id],
  );
  await tx.query(
    "update auth.sessions set aal = 'aal1', factor_id = null where user_id = $1 and factor_id = $2",
    [factor.user_id, factor.id],
  );
}
