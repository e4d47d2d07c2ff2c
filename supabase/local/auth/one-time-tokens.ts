import { randomUUID } from 'node:crypto';

import { pkcePrefix, storedToken } from './one-time-codes.ts';
import type { Tx } from './transaction.ts';

export type OneTimeTokenType =
  | 'confirmation_token'
  | 'reauthentication_token'
  | 'recovery_token'
  | 'email_change_token_new'
  | 'email_change_token_current';

export type OneTimeToken = {
  user_id: string;
  token_type: OneTimeTokenType;
  relates_to: string;
  sent_at: Date;
};

/** Keeps a link's token, hashed; the person's earlier one of the same type ends. */
export async function saveOneTimeToken(
  tx: Tx,
  token: { userId: string; type: OneTimeTokenType; relatesTo: string; token: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6::timestamptz at time zone 'utc', $6::timestamptz at time zone 'utc')
     on conflict (user_id, token_type) do update
       set token_hash = excluded.token_hash, relates_to = excluded.relates_to,
           created_at = excluded.created_at, updated_at = excluded.updated_at`,
    [randomUUID(), token.userId, token.type, storedToken(token.token), token.relatesTo.toLowerCase(), now],
  );
}

/** Locks what it finds, so that a code works once even when tried twice at the same moment. */
export async function findOneTimeToken(
  tx: Tx,
  token: string,
  types: readonly OneTimeTokenType[],
): Promise<OneTimeToken | null> {
  const { rows } = await tx.query<OneTimeToken>(
    `select user_id, token_type, relates_to, created_at at time zone 'utc' as sent_at
       from auth.one_time_tokens where token_hash = $1 and token_type = any ($2::auth.one_time_token_type[]) for update`,
    [storedToken(token), types],
  );
  return rows[0] ?? null;
}

/** By what a code typed in hashes to, whether its mail was part of a PKCE flow or not. */
export async function findOneTimeTokenByCode(
  tx: Tx,
  hash: string,
  types: readonly OneTimeTokenType[],
): Promise<OneTimeToken | null> {
  return (await findOneTimeToken(tx, hash, types)) ?? (await findOneTimeToken(tx, pkcePrefix + hash, types));
}

/** Ends the person's open tokens of one type, or all of them. */
export async function clearOneTimeTokens(tx: Tx, userId: string, type?: OneTimeTokenType): Promise<void> {
  await tx.query(
    'delete from auth.one_time_tokens where user_id = $1 and ($2::text is null or token_type::text = $2)',
    [userId, type ?? null],
  );
}
