import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { badRequest, unprocessable } from '../errors.ts';
import { findIdentity, insertIdentity, refreshProviders } from '../identities.ts';
import { mailConfirmation } from '../mails.ts';
import type { AuthRequest } from '../request.ts';
import type { Tx } from '../transaction.ts';
import { CommitAndThrow } from '../transaction.ts';
import type { UserRow } from '../users.ts';
import { confirmUser, updateUser } from '../users.ts';
import { adoptIdentityEmail } from './adopt-email.ts';
import type { ProviderProfile } from './google.ts';

type Linking = { tx: Tx; auth: AuthRuntime; request: AuthRequest; provider: string };

/** A guest who brings a verified address becomes a person; with an unverified one they have to confirm it first. */
async function nameGuest(linking: Linking, user: UserRow, profile: ProviderProfile): Promise<UserRow> {
  const { tx, auth, provider } = linking;
  const named = await adoptIdentityEmail(tx, user, auth.now());
  if (named === null) {
    throw badRequest('A user with this email address has already been registered', 'email_exists');
  }
  if (!profile.emailVerified) {
    await mailConfirmation({ ...linking, challenge: null }, named);
    const message = `Unverified email with ${provider}. A confirmation email has been sent to your ${provider} email`;
    throw new CommitAndThrow(unprocessable('email_not_confirmed', message));
  }
  const confirmed = await confirmUser(tx, named, auth.now());
  return updateUser(tx, confirmed.id, { is_anonymous: false }, auth.now());
}

/**
 * Gives a person who is signed in one more way to sign in. Refuses with `identity_already_exists` (422; theirs or
 * another's), `email_exists` (400) for a guest whose address somebody has, `email_not_confirmed` (422).
 */
export async function linkIdentity(
  linking: Linking,
  user: UserRow,
  profile: ProviderProfile,
): Promise<UserRow> {
  const { tx, auth, request, provider } = linking;
  const known = await findIdentity(tx, provider, profile.subject);
  if (known !== null) {
    const whose = known.user_id === user.id ? '' : ' to another user';
    throw unprocessable('identity_already_exists', `Identity is already linked${whose}`);
  }
  const now = auth.now();
  const identity = await insertIdentity(tx, { userId: user.id, provider, profile }, now);
  const traits = { identity_id: identity.id, provider, provider_id: identity.provider_id };
  await audit(tx, { actor: user, action: 'identity_linked', address: request.address, now, traits });
  const owner = user.email === null ? await nameGuest(linking, user, profile) : user;
  return refreshProviders(tx, owner, now);
}
