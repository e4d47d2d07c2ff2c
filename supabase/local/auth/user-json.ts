import type { IdentityRow } from './identities.ts';
import { listIdentities } from './identities.ts';
import type { FactorRow } from './mfa/factors.ts';
import { factorJson, listFactors } from './mfa/factors.ts';
import type { Tx } from './transaction.ts';
import type { UserRow } from './users.ts';

function identityJson(identity: IdentityRow): Record<string, unknown> {
  return {
    identity_id: identity.id,
    id: identity.provider_id,
    user_id: identity.user_id,
    identity_data: identity.identity_data,
    provider: identity.provider,
    last_sign_in_at: identity.last_sign_in_at ?? undefined,
    created_at: identity.created_at,
    updated_at: identity.updated_at,
    email: identity.email ?? undefined,
  };
}

const orAbsent = <T>(value: T | null): T | undefined => value ?? undefined;

/** A person as clients, the hook and the admin API see them; absent times are left out. */
export function userJson(
  user: UserRow,
  identities: readonly IdentityRow[],
  factors: readonly FactorRow[] = [],
): Record<string, unknown> {
  return {
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email ?? '',
    email_confirmed_at: orAbsent(user.email_confirmed_at),
    invited_at: orAbsent(user.invited_at),
    phone: user.phone ?? '',
    phone_confirmed_at: orAbsent(user.phone_confirmed_at),
    confirmation_sent_at: orAbsent(user.confirmation_sent_at),
    confirmed_at: orAbsent(user.confirmed_at),
    recovery_sent_at: orAbsent(user.recovery_sent_at),
    new_email: user.email_change === null || user.email_change === '' ? undefined : user.email_change,
    email_change_sent_at: orAbsent(user.email_change_sent_at),
    reauthentication_sent_at: orAbsent(user.reauthentication_sent_at),
    last_sign_in_at: orAbsent(user.last_sign_in_at),
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    factors: factors.length === 0 ? undefined : factors.map(factorJson),
    identities: identities.map(identityJson),
    created_at: user.created_at,
    updated_at: user.updated_at,
    banned_until: orAbsent(user.banned_until),
    deleted_at: orAbsent(user.deleted_at),
    is_anonymous: user.is_anonymous,
  };
}

export async function loadUserJson(tx: Tx, user: UserRow): Promise<Record<string, unknown>> {
  return userJson(user, await listIdentities(tx, user.id), await listFactors(tx, user.id));
}
