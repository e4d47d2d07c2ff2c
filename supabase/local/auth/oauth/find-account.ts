import { internal } from '../errors.ts';
import type { IdentityRow } from '../identities.ts';
import { findIdentity, isAddressTaken } from '../identities.ts';
import type { Tx } from '../transaction.ts';
import type { UserRow } from '../users.ts';
import { findUser } from '../users.ts';
import type { ProviderProfile } from './google.ts';

/** Whose sign-in this is: somebody's with this identity, somebody's with the same proved address, or a new person's. */
export type Account =
  | { kind: 'exists'; user: UserRow; identity: IdentityRow }
  | { kind: 'link'; user: UserRow }
  | { kind: 'create'; email: string };

/** By their identities' addresses; by their account's only where no identity has it. */
async function ownersOf(tx: Tx, email: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with identified as (select distinct user_id as id from auth.identities where email = $1)
     select id from identified
     union
     select id from auth.users
      where email = $1 and is_sso_user = false and not exists (select from identified)`,
    [email],
  );
  return rows.map(({ id }) => id);
}

/** Only an address that the provider has verified leads to somebody else's account; otherwise anyone could claim it. */
export async function findAccount(tx: Tx, provider: string, profile: ProviderProfile): Promise<Account> {
  const identity = await findIdentity(tx, provider, profile.subject);
  if (identity !== null) {
    const user = await findUser(tx, { id: identity.user_id }, { lock: true });
    if (user === null) throw internal('Database error finding user');
    return { kind: 'exists', user, identity };
  }
  const { email, emailVerified } = profile;
  if (!emailVerified || email === '') {
    const taken = email !== '' && (await isAddressTaken(tx, email, null));
    return { kind: 'create', email: taken ? '' : email };
  }
  const [owner, ...others] = await ownersOf(tx, email);
  if (owner === undefined) return { kind: 'create', email };
  if (others.length > 0) {
    throw internal(
      'Multiple accounts with the same email address in the same linking domain detected: default',
    );
  }
  const user = await findUser(tx, { id: owner }, { lock: true });
  if (user === null) throw internal('Database error finding user');
  return { kind: 'link', user };
}
