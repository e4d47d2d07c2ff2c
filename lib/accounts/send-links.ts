import type { AuthError } from '@supabase/auth-js';

import { authClient, authFailure } from '@/lib/core/auth/auth-client';
import type { Origin } from '@/lib/core/caller';
import { env } from '@/lib/core/env';

import { limitAttempts } from './limits';
import type { PendingMail } from './pending-mail';

/** Answers that would tell whether an address has an account; the asker gets the same words either way. */
const TELLTALE = new Set(['over_email_send_rate_limit', 'otp_disabled', 'user_not_found', 'signup_disabled']);

/** Mails a sign-in link and code, or a link to a new password, if the address has an account. @throws AppError rate_limited, unavailable. */
export async function sendLink(
  { email, kind }: PendingMail,
  { address }: Origin,
  next: string,
): Promise<void> {
  await limitAttempts('mail', address, email);
  const client = authClient(address);
  const to = `${env().APP_URL}${next}`;
  switch (kind) {
    case 'magiclink':
      return settleQuietly(
        await client.signInWithOtp({ email, options: { shouldCreateUser: false, emailRedirectTo: to } }),
      );
    case 'recovery':
      return settleQuietly(await client.resetPasswordForEmail(email, { redirectTo: to }));
    case 'signup':
      return settleQuietly(await client.resend({ type: 'signup', email, options: { emailRedirectTo: to } }));
  }
}

function settleQuietly({ error }: { error: AuthError | null }): void {
  if (error && !TELLTALE.has(error.code ?? '')) throw authFailure(error);
}
