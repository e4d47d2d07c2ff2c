import { authClient } from '@/lib/core/auth/auth-client';
import { verifyAccessToken } from '@/lib/core/auth/verify';
import type { Person } from '@/lib/core/caller';

import { DEMO_PASSWORD, type PersonKey } from './people.ts';

type Account = { key: PersonKey; name: string; email: string };

export type SignedIn = { persons: ReadonlyMap<PersonKey, Person>; signOut: () => Promise<void> };

async function createAccount({ name, email }: Account): Promise<void> {
  const { error } = await authClient().admin.createUser({
    email,
    password: DEMO_PASSWORD,
    email_confirm: true,
    user_metadata: { name },
  });
  if (error && error.code !== 'email_exists') throw error;
}

/**
 * Accounts for these people, made where they are missing, each signed in.
 * @throws AuthError, or Error when a token does not verify.
 */
export async function signInPeople(accounts: readonly Account[]): Promise<SignedIn> {
  const signedIn = await Promise.all(
    accounts.map(async (account, index) => {
      await createAccount(account);
      // An address for each, so that the seed takes nothing of what one address may do.
      const client = authClient(`127.0.1.${index + 1}`);
      const { data, error } = await client.signInWithPassword({
        email: account.email,
        password: DEMO_PASSWORD,
      });
      if (error) throw error;
      const person = await verifyAccessToken(data.session.access_token);
      if (person === null) throw new Error(`The token of ${account.email} does not verify`);
      return { key: account.key, person, client };
    }),
  );
  return {
    persons: new Map(signedIn.map(({ key, person }) => [key, person])),
    signOut: async () => {
      await Promise.all(
        signedIn.map(async ({ client }) => {
          const { error } = await client.signOut({ scope: 'local' });
          if (error) throw error;
        }),
      );
    },
  };
}
