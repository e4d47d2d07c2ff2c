import { randomUUID } from 'node:crypto';

import type { Tx } from './transaction.ts';
import type { UserRow } from './users.ts';

const kinds = {
  login: 'account',
  logout: 'account',
  user_signedup: 'team',
  user_invited: 'team',
  user_deleted: 'team',
  user_modified: 'user',
  user_recovery_requested: 'user',
  user_reauthenticate_requested: 'user',
  user_confirmation_requested: 'user',
  user_repeated_signup: 'user',
  user_updated_password: 'user',
  identity_linked: 'user',
  identity_unlinked: 'user',
  factor_in_progress: 'factor',
  factor_unenrolled: 'factor',
  challenge_created: 'factor',
  verification_attempted: 'factor',
  factor_deleted: 'factor',
  factor_updated: 'factor',
  token_refreshed: 'token',
  token_revoked: 'token',
} as const;

export type AuditAction = keyof typeof kinds;

/** Who acts: a person, or the holder of the secret key. */
export type Actor = Pick<UserRow, 'id' | 'email'> | 'service_role';

export async function audit(
  tx: Tx,
  entry: { actor: Actor; action: AuditAction; address: string; now: Date; traits?: Record<string, unknown> },
): Promise<void> {
  const { actor, action, address, now, traits } = entry;
  const who =
    actor === 'service_role'
      ? { actor_id: '00000000-0000-0000-0000-000000000000', actor_username: actor }
      : { actor_id: actor.id, actor_username: actor.email ?? '' };
  const payload = {
    ...who,
    actor_via_sso: false,
    action,
    log_type: kinds[action],
    ...(traits && { traits }),
  };
  await tx.query(
    'insert into auth.audit_log_entries (instance_id, id, payload, created_at, ip_address) values ($1, $2, $3, $4, $5)',
    ['00000000-0000-0000-0000-000000000000', randomUUID(), payload, now, address],
  );
}
