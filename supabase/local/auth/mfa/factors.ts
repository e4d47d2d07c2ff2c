import { randomUUID } from 'node:crypto';

import { isUuid } from '../request.ts';
import { seal } from '../secret-box.ts';
import type { Tx } from '../transaction.ts';

/** A row of auth.mfa_factors, as far as this service uses it; `secret` is sealed. */
export type FactorRow = {
  id: string;
  user_id: string;
  friendly_name: string | null;
  factor_type: 'totp' | 'phone' | 'webauthn';
  status: 'unverified' | 'verified';
  secret: string | null;
  phone: string | null;
  last_challenged_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

/** A factor as clients and the admin API see it: never its secret. */
export function factorJson(factor: FactorRow): Record<string, unknown> {
  return {
    id: factor.id,
    created_at: factor.created_at,
    updated_at: factor.updated_at,
    status: factor.status,
    friendly_name: factor.friendly_name || undefined,
    factor_type: factor.factor_type,
    phone: factor.phone ?? '',
    last_challenged_at: factor.last_challenged_at,
  };
}

export async function listFactors(tx: Tx, userId: string): Promise<FactorRow[]> {
  const { rows } = await tx.query<FactorRow>(
    'select * from auth.mfa_factors where user_id = $1 order by created_at, id',
    [userId],
  );
  return rows;
}

/** The person's own factor, locked: two answers to one challenge wait for each other. */
export async function findFactor(tx: Tx, userId: string, id: string): Promise<FactorRow | null> {
  if (!isUuid(id)) return null;
  const { rows } = await tx.query<FactorRow>(
    'select * from auth.mfa_factors where id = $1 and user_id = $2 for update',
    [id, userId],
  );
  return rows[0] ?? null;
}

/** Whether the person has to prove a second factor for what matters. */
export async function hasVerifiedFactor(tx: Tx, userId: string): Promise<boolean> {
  const factors = await listFactors(tx, userId);
  return factors.some(({ status }) => status === 'verified');
}

export async function insertTotpFactor(
  tx: Tx,
  factor: { userId: string; friendlyName: string; secret: string; serverSecret: string },
  now: Date,
): Promise<{ id: string }> {
  const id = randomUUID();
  await tx.query(
    `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, secret, created_at, updated_at)
     values ($1, $2, $3, 'totp', 'unverified', $4, $5, $5)`,
    [id, factor.userId, factor.friendlyName, seal(factor.serverSecret, id, factor.secret), now],
  );
  return { id };
}

export async function markVerified(tx: Tx, factor: FactorRow, now: Date): Promise<void> {
  await tx.query("update auth.mfa_factors set status = 'verified', updated_at = $2 where id = $1", [
    factor.id,
    now,
  ]);
}

export async function renameFactor(
  tx: Tx,
  factor: FactorRow,
  friendlyName: string,
  now: Date,
): Promise<FactorRow> {
  await tx.query('update auth.mfa_factors set friendly_name = $2, updated_at = $3 where id = $1', [
    factor.id,
    friendlyName,
    now,
  ]);
  return { ...factor, friendly_name: friendlyName, updated_at: now };
}

/** Whoever proved one factor has no use for half-made others of its type. */
export async function deleteUnverifiedFactors(tx: Tx, factor: FactorRow): Promise<void> {
  await tx.query(
    "delete from auth.mfa_factors where user_id = $1 and factor_type = $2 and status = 'unverified'",
    [factor.user_id, factor.factor_type],
  );
}

export async function deleteFactor(tx: Tx, factor: FactorRow): Promise<void> {
  await tx.query('delete from auth.mfa_factors where id = $1', [factor.id]);
}

/** Enrolments nobody went on with for `ttlS` seconds leave, anyone's. */
export async function deleteAbandonedFactors(tx: Tx, ttlS: number, now: Date): Promise<void> {
  await tx.query(
    `delete from auth.mfa_factors as factor where status = 'unverified'
       and created_at < $1::timestamptz - make_interval(secs => $2)
       and not exists (select from auth.mfa_challenges where factor_id = factor.id)`,
    [now, ttlS],
  );
}
