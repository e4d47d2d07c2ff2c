import { randomUUID } from 'node:crypto';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { demandOpenSignUps } from '../demand-open-sign-ups.ts';
import { forbidden, unprocessable } from '../errors.ts';
import type { IdentityRow } from '../identities.ts';
import { insertIdentity, refreshProviders, removeOtherIdentities, setIdentityData } from '../identities.ts';
import { mailConfirmation } from '../mails.ts';
import type { AuthRequest } from '../request.ts';
import type { Tx } from '../transaction.ts';
import { CommitAndThrow } from '../transaction.ts';
import type { UserRow } from '../users.ts';
import { confirmUser, insertUser, isBanned, lockAddress, mergeMetadata, updateUser } from '../users.ts';
import { findAccount } from './find-account.ts';
import type { ProviderProfile } from './google.ts';

type Arrival = { tx: Tx; auth: AuthRuntime; request: AuthRequest; provider: string };

async function createUser({ tx, auth, provider }: Arrival, email: string, profile: ProviderProfile) {
  return insertUser(
    tx,
    {
      id: randomUUID(),
      email: email === '' ? null : email,
      passwordHash: '',
      appMetadata: { provider, providers: [provider] },
      userMetadata: profile.data,
      isAnonymous: false,
    },
    auth.now(),
  );
}

async function settle(
  arrival: Arrival,
  profile: ProviderProfile,
): Promise<{ user: UserRow; identity: IdentityRow }> {
  const { tx, auth, request, provider } = arrival;
  const now = auth.now();
  if (profile.email !== '') await lockAddress(tx, profile.email);
  const account = await findAccount(tx, provider, profile);
  if (account.kind === 'create') {
    demandOpenSignUps(auth);
    const user = await createUser(arrival, account.email, profile);
    return { user, identity: await insertIdentity(tx, { userId: user.id, provider, profile }, now) };
  }
  const { user: before } = account;
  const identity =
    account.kind === 'exists'
      ? await setIdentityData(tx, account.identity, profile.data)
      : await insertIdentity(tx, { userId: before.id, provider, profile }, now);
  const raw_user_meta_data = mergeMetadata(before.raw_user_meta_data, profile.data);
  const user = await refreshProviders(tx, await updateUser(tx, before.id, { raw_user_meta_data }, now), now);
  if (account.kind === 'link') {
    const traits = { identity_id: identity.id, provider, provider_id: identity.provider_id };
    await audit(tx, { actor: user, action: 'identity_linked', address: request.address, now, traits });
  }
  return { user, identity };
}

/** Whoever first made the account with this address never proved it: their password and identities must not stay. */
async function takeOver(tx: Tx, user: UserRow, identity: IdentityRow, now: Date): Promise<UserRow> {
  const raw_user_meta_data = identity.identity_data;
  const cleared = await updateUser(tx, user.id, { encrypted_password: null, raw_user_meta_data }, now);
  await removeOtherIdentities(tx, identity);
  return refreshProviders(tx, cleared, now);
}

async function refuseUnverified(arrival: Arrival, user: UserRow): Promise<never> {
  const { provider } = arrival;
  const start = `Unverified email with ${provider}.`;
  const code = 'provider_email_needs_verification';
  if (user.email === null) {
    const advice = `Verify the email with ${provider} in order to sign in`;
    throw new CommitAndThrow(unprocessable(code, `${start} ${advice}`));
  }
  await mailConfirmation({ ...arrival, challenge: null }, user);
  const advice = `A confirmation email has been sent to your ${provider} email`;
  throw new CommitAndThrow(unprocessable(code, `${start} ${advice}`));
}

/**
 * The person a provider vouches for: known by the identity, found by the verified address, or made. Refuses with
 * `user_banned` (403) and `provider_email_needs_verification` (422; the person and the mail to confirm stay).
 */
export async function acceptProfile(arrival: Arrival, profile: ProviderProfile): Promise<UserRow> {
  const { tx, auth, request, provider } = arrival;
  const { user, identity } = await settle(arrival, profile);
  const now = auth.now();
  if (isBanned(user, now)) throw forbidden('user_banned', 'User is banned');
  const entry = { actor: user, address: request.address, now, traits: { provider } };
  if (user.email_confirmed_at !== null) {
    await audit(tx, { ...entry, action: 'login' });
    return user;
  }
  const own = await takeOver(tx, user, identity, now);
  if (!profile.emailVerified) return refuseUnverified(arrival, own);
  await audit(tx, { ...entry, action: 'user_signedup' });
  return confirmUser(tx, own, now);
}
