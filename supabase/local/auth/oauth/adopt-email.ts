import type { IdentityRow } from '../identities.ts';
import { isAddressTaken, listIdentities } from '../identities.ts';
import { clearOneTimeTokens } from '../one-time-tokens.ts';
import type { Tx } from '../transaction.ts';
import type { UserRow } from '../users.ts';
import { mergeMetadata, updateUser } from '../users.ts';

const isVerified = ({ identity_data }: IdentityRow): boolean => identity_data['email_verified'] === true;

function rank(identity: IdentityRow): number {
  if (identity.email === null || identity.email === '') return 2;
  return isVerified(identity) ? 0 : 1;
}

const pendingNothing = {
  confirmation_sent_at: null,
  recovery_sent_at: null,
  email_change: '',
  email_change_sent_at: null,
  email_change_confirm_status: 0,
  reauthentication_sent_at: null,
};

/**
 * Makes the address of one of the person's identities theirs, verified ones first, unless theirs is among them already.
 * Codes and links sent to the address before end. Null when other people have all of them.
 */
export async function adoptIdentityEmail(tx: Tx, user: UserRow, now: Date): Promise<UserRow | null> {
  const identities = await listIdentities(tx, user.id);
  if (user.email !== null && identities.some(({ email }) => email === user.email)) return user;
  for (const identity of identities.toSorted((a, b) => rank(a) - rank(b))) {
    const email = identity.email === '' ? null : identity.email;
    if (email !== null && (await isAddressTaken(tx, email, user.id))) continue;
    await clearOneTimeTokens(tx, user.id);
    const unproved = email !== null && isVerified(identity) ? {} : unconfirmed(user);
    return updateUser(tx, user.id, { ...pendingNothing, email, ...unproved }, now);
  }
  return null;
}

function unconfirmed(user: UserRow) {
  return {
    email_confirmed_at: null,
    raw_user_meta_data: mergeMetadata(user.raw_user_meta_data, { email_verified: false }),
  };
}
