import { GoTrueClient, type AuthError } from '@supabase/auth-js';

import { env } from '../env';
import { AppError, type ErrorCode } from '../errors';

/**
 * A client of the Auth server that keeps nothing: sessions live in cookies alone.
 * Calls made for a person forward their address, so that the Auth server limits people and not us.
 */
export function authClient(address?: string): GoTrueClient {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = env();
  return new GoTrueClient({
    url: `${SUPABASE_URL}/auth/v1`,
    headers: { apikey: SUPABASE_SECRET_KEY, ...(address ? { 'Sb-Forwarded-For': address } : {}) },
    persistSession: false,
    autoRefreshToken: false,
    detectSessionInUrl: false,
  });
}

const KNOWN: Record<string, [ErrorCode, string]> = {
  invalid_credentials: ['unauthenticated', 'E-mail or password is not right.'],
  email_not_confirmed: ['forbidden', 'Confirm your address first: open the link in the mail we sent you.'],
  user_already_exists: ['conflict', 'There is an account with this address. Sign in instead.'],
  email_exists: ['conflict', 'There is an account with this address. Sign in instead.'],
  weak_password: ['invalid', 'This password is too easy to guess. Take a longer one.'],
  same_password: ['invalid', 'This is your password already. Take another one.'],
  otp_expired: ['gone', 'This link or code has expired or was used. Ask for a new one.'],
  session_expired: ['session_ended', 'Your session has ended. Sign in again.'],
  session_not_found: ['session_ended', 'Your session has ended. Sign in again.'],
  email_address_invalid: ['invalid', 'This address cannot receive mail.'],
  user_banned: ['forbidden', 'This account is closed.'],
  signup_disabled: ['forbidden', 'New accounts are closed on this installation.'],
  over_email_send_rate_limit: [
    'rate_limited',
    'A mail was sent a moment ago. Wait a minute, then ask again.',
  ],
  over_request_rate_limit: ['rate_limited', 'Too many attempts. Wait a minute, then try again.'],
  validation_failed: ['invalid', 'Something you entered is not valid.'],
};

/** What an answer of the Auth server means to a person. */
export function authFailure(error: AuthError): AppError {
  const known = KNOWN[error.code ?? ''];
  if (known) return new AppError(known[0], known[1]);
  // The hook is how Auth's mails leave; what it failed of is for the log, not for people.
  if (error.code?.startsWith('hook_')) {
    return new AppError('unavailable', 'The mail could not be sent. Try again in a moment.');
  }
  if (error.status === undefined || error.status === 0 || error.status >= 500) {
    return new AppError('unavailable', 'Parley cannot reach its sign-in server. Try again in a moment.');
  }
  return new AppError(error.status === 429 ? 'rate_limited' : 'invalid', error.message);
}
