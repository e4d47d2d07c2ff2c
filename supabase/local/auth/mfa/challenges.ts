import { randomUUID } from 'node:crypto';

import { ApiError, unprocessable } from '../errors.ts';
import { isUuid } from '../request.ts';
import type { Tx } from '../transaction.ts';
import { CommitAndThrow } from '../transaction.ts';
import type { FactorRow } from './factors.ts';

const lifetimeS = 300;

type ChallengeRow = { id: string; created_at: Date; verified_at: Date | null; ip_address: string };

const expiryOf = (createdAt: Date): Date => new Date(createdAt.getTime() + lifetimeS * 1000);

/** Opens a challenge of a factor, to be answered from the same address within five minutes. */
export async function openChallenge(
  tx: Tx,
  factor: FactorRow,
  address: string,
  now: Date,
): Promise<{ id: string; expiresAt: Date }> {
  const id = randomUUID();
  await tx.query(
    'insert into auth.mfa_challenges (id, factor_id, created_at, ip_address) values ($1, $2, $3, $4)',
    [id, factor.id, now, address],
  );
  // Hosted's column is unique over all factors: two challenges of one millisecond must not collide.
  await tx.query("select pg_advisory_xact_lock(hashtextextended('auth.mfa_factors.last_challenged_at', 0))");
  await tx.query(
    `update auth.mfa_factors set last_challenged_at = greatest($2::timestamptz,
       (select max(last_challenged_at) + interval '1 microsecond' from auth.mfa_factors)) where id = $1`,
    [factor.id, now],
  );
  return { id, expiresAt: expiryOf(now) };
}

/**
 * The factor's challenge, if it may be answered now. Refuses with `mfa_factor_not_found` (no such challenge),
 * `mfa_ip_address_mismatch` (also when it was answered before), `mfa_challenge_expired`, all 422.
 */
export async function requireChallenge(
  tx: Tx,
  factor: FactorRow,
  answer: { challengeId: string; address: string; now: Date },
): Promise<ChallengeRow> {
  const { challengeId, address, now } = answer;
  const { rows } = isUuid(challengeId)
    ? await tx.query<ChallengeRow>(
        `select id, created_at, verified_at, host(ip_address) as ip_address
           from auth.mfa_challenges where id = $1 and factor_id = $2 for update`,
        [challengeId, factor.id],
      )
    : { rows: [] };
  const challenge = rows[0];
  if (challenge === undefined) {
    throw unprocessable('mfa_factor_not_found', 'MFA factor with the provided challenge ID not found');
  }
  if (challenge.verified_at !== null || challenge.ip_address !== address) {
    throw unprocessable('mfa_ip_address_mismatch', 'Challenge and verify IP addresses mismatch.');
  }
  if (now > expiryOf(challenge.created_at)) {
    await tx.query('delete from auth.mfa_challenges where id = $1', [challenge.id]);
    const advice = 'verify against another challenge or create a new challenge.';
    throw new CommitAndThrow(
      new ApiError(422, 'mfa_challenge_expired', `MFA challenge ${challenge.id} has expired, ${advice}`),
    );
  }
  return challenge;
}

export async function closeChallenge(tx: Tx, challenge: { id: string }, now: Date): Promise<void> {
  await tx.query('update auth.mfa_challenges set verified_at = $2 where id = $1', [challenge.id, now]);
}
