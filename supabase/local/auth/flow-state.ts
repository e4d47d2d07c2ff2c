import { randomUUID } from 'node:crypto';

import { unprocessable } from './errors.ts';
import { storedToken } from './one-time-codes.ts';
import type { Challenge, ChallengeMethod } from './pkce.ts';
import type { Tx } from './transaction.ts';

/** How the exchange began, and the `amr` of the session it ends in. */
export type FlowMethod = 'email/signup' | 'magiclink' | 'recovery' | 'email_change' | 'invite';

export type FlowState = {
  id: string;
  user_id: string | null;
  code_challenge: string;
  code_challenge_method: ChallengeMethod;
  authentication_method: string;
  provider_type: string;
  /** Of a sign-in by a provider; sealed for this flow's id. */
  provider_access_token: string | null;
  provider_refresh_token: string | null;
  created_at: Date;
  auth_code_issued_at: Date | null;
};

/** Flows that nobody finished are cleared away after a day. */
export async function deleteStaleFlows(tx: Tx, now: Date): Promise<void> {
  await tx.query("delete from auth.flow_state where created_at < $1::timestamptz - interval '1 day'", [now]);
}

/** Notes the challenge that the later exchange has to answer. */
export async function beginFlow(
  tx: Tx,
  flow: { userId: string; method: FlowMethod; challenge: Challenge },
  now: Date,
): Promise<void> {
  await deleteStaleFlows(tx, now);
  await tx.query(
    `insert into auth.flow_state (id, user_id, code_challenge_method, code_challenge, provider_type,
       authentication_method, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [
      randomUUID(),
      flow.userId,
      flow.challenge.method,
      flow.challenge.challenge,
      flow.method === 'email/signup' ? 'email' : flow.method,
      flow.method,
      now,
    ],
  );
}

/** The code for the person's last flow of this kind; kept hashed. `flow_state_not_found` (422) when there is none. */
export async function issueAuthCode(tx: Tx, userId: string, method: FlowMethod, now: Date): Promise<string> {
  const code = randomUUID();
  const { rowCount } = await tx.query(
    `update auth.flow_state set auth_code = $3, auth_code_issued_at = $4, updated_at = $4 where id = (
       select id from auth.flow_state where user_id = $1 and authentication_method = $2
       order by created_at desc limit 1)`,
    [userId, method, storedToken(code), now],
  );
  if (rowCount === 0) {
    throw unprocessable('flow_state_not_found', 'No valid flow state found for user.');
  }
  return code;
}

/** Takes the flow out of the table: a code is good for one exchange. */
export async function takeFlow(tx: Tx, code: string): Promise<FlowState | null> {
  const { rows } = await tx.query<FlowState>(
    `delete from auth.flow_state where auth_code = $1 returning id, user_id, code_challenge,
       code_challenge_method, authentication_method, provider_type, provider_access_token, provider_refresh_token,
       created_at, auth_code_issued_at`,
    [storedToken(code)],
  );
  return rows[0] ?? null;
}

/** The clock of a magic link's exchange starts when the code is issued, of others when the mail was asked for. */
export function isFlowExpired(flow: FlowState, ttlS: number, now: Date): boolean {
  const start =
    flow.authentication_method === 'magiclink'
      ? (flow.auth_code_issued_at ?? flow.created_at)
      : flow.created_at;
  return now.getTime() > start.getTime() + ttlS * 1000;
}
