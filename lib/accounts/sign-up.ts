import type { Session } from '@supabase/auth-js';
import type { z } from 'zod';

import { authClient, authFailure } from '@/lib/core/auth/auth-client';
import type { Origin } from '@/lib/core/caller';
import { env } from '@/lib/core/env';

import { newAccountId } from './claim-account';
import { limitAttempts } from './limits';
import type { signUpInput } from './schemas';

/**
 * Makes an account and has its address confirmed by mail. An address that has an account already is answered in the same way.
 * @returns a session where the Auth server asks for no confirmation; the account, if it is new.
 * @throws AppError invalid (the password is too weak), forbidden (sign-up is closed), rate_limited, unavailable.
 */
export async function signUp(
  { name, email, password }: z.output<typeof signUpInput>,
  { address }: Origin,
  next: string,
): Promise<{ session: Session | null; accountId: string | null }> {
  await limitAttempts('sign-up', address, email);
  const { data, error } = await authClient(address).signUp({
    email,
    password,
    options: { data: { name }, emailRedirectTo: `${env().APP_URL}${next}` },
  });
  // Only an address that waits for its confirmation is told to wait for the next mail: that would give it away.
  const isKnown = error?.code === 'over_email_send_rate_limit' || error?.code === 'user_already_exists';
  if (error && !isKnown) throw authFailure(error);
  return { session: data.session, accountId: newAccountId(data.user) };
}
