import { randomUUID } from 'node:crypto';

import { badRequest } from '../errors.ts';
import { deleteStaleFlows } from '../flow-state.ts';
import { storedToken } from '../one-time-codes.ts';
import type { Challenge } from '../pkce.ts';
import { isUuid } from '../request.ts';
import { seal } from '../secret-box.ts';
import type { Tx } from '../transaction.ts';
import type { ProviderTokens } from './google.ts';

/** One way through the provider, between `/authorize` and `/callback`. */
export type OAuthFlow = {
  id: string;
  user_id: string | null;
  code_challenge: string | null;
  provider_type: string;
  referrer: string;
  linking_target_id: string | null;
  created_at: Date;
};

/** Notes where the way began; its id is the `state` that the provider hands back. */
export async function beginOAuthFlow(
  tx: Tx,
  flow: { provider: string; redirectTo: string; challenge: Challenge | null; linkTo: string | null },
  now: Date,
): Promise<string> {
  await deleteStaleFlows(tx, now);
  const id = randomUUID();
  await tx.query(
    `insert into auth.flow_state (id, code_challenge_method, code_challenge, provider_type, authentication_method,
       referrer, linking_target_id, created_at, updated_at) values ($1, $2, $3, $4, 'oauth', $5, $6, $7, $7)`,
    [
      id,
      flow.challenge?.method ?? null,
      flow.challenge?.challenge ?? null,
      flow.provider,
      flow.redirectTo,
      flow.linkTo,
      now,
    ],
  );
  return id;
}

/** `bad_oauth_callback`, `bad_oauth_state` or `flow_state_already_used` (400) when the state leads nowhere. */
export async function requireOAuthFlow(
  tx: Tx,
  state: string,
  options: { ttlS: number; now: Date },
): Promise<OAuthFlow> {
  if (state === '') throw badRequest('OAuth state parameter missing', 'bad_oauth_callback');
  if (!isUuid(state)) throw badRequest('OAuth state parameter is invalid', 'bad_oauth_state');
  const { rows } = await tx.query<OAuthFlow>(
    `select id, user_id, code_challenge, provider_type, coalesce(referrer, '') as referrer, linking_target_id, created_at
       from auth.flow_state where id = $1 and authentication_method = 'oauth' for update`,
    [state],
  );
  const flow = rows[0];
  if (flow === undefined) throw badRequest('OAuth state not found or expired', 'bad_oauth_state');
  if (options.now.getTime() > flow.created_at.getTime() + options.ttlS * 1000) {
    throw badRequest('OAuth state has expired', 'bad_oauth_state');
  }
  if (flow.user_id !== null) throw badRequest('State has already been used', 'flow_state_already_used');
  return flow;
}

/** Ties the flow to a person and answers the code (kept hashed) that the browser exchanges; provider tokens are sealed. */
export async function completeOAuthFlow(
  tx: Tx,
  flow: OAuthFlow,
  grant: { userId: string; tokens: ProviderTokens; serverSecret: string },
  now: Date,
): Promise<string> {
  const code = randomUUID();
  const { accessToken, refreshToken } = grant.tokens;
  await tx.query(
    `update auth.flow_state set user_id = $2, auth_code = $3, auth_code_issued_at = $4, updated_at = $4,
       provider_access_token = $5, provider_refresh_token = $6 where id = $1`,
    [
      flow.id,
      grant.userId,
      storedToken(code),
      now,
      seal(grant.serverSecret, flow.id, accessToken),
      refreshToken === null ? null : seal(grant.serverSecret, flow.id, refreshToken),
    ],
  );
  return code;
}

export async function endOAuthFlow(tx: Tx, flow: OAuthFlow): Promise<void> {
  await tx.query('delete from auth.flow_state where id = $1', [flow.id]);
}
