import type { Session } from '@supabase/auth-js';
import type { z } from 'zod';

import { authClient, authFailure } from '@/lib/core/auth/auth-client';
import type { Origin } from '@/lib/core/caller';
import { AppError, notFound } from '@/lib/core/errors';

import { findDemoPerson } from './demo';
import { limitAttempts } from './limits';
import type { codeInput, linkInput, signInInput } from './schemas';
import { sendLink } from './send-links';

/**
 * Signs in by password.
 * @returns `unconfirmed` when the password is right but the address not confirmed yet: a new mail is on its way.
 * @throws AppError unauthenticated (also for an unknown address), rate_limited, unavailable.
 */
export async function signIn(
  { email, password }: z.output<typeof signInInput>,
  origin: Origin,
  next: string,
): Promise<Session | 'unconfirmed'> {
  await limitAttempts('sign-in', origin.address, email);
  const { data, error } = await authClient(origin.address).signInWithPassword({ email, password });
  if (error?.code === 'email_not_confirmed') {
    await sendLink({ email, kind: 'signup' }, origin, next);
    return 'unconfirmed';
  }
  if (error) throw authFailure(error);
  return data.session;
}

/** Signs in as a person of the demo company. @throws AppError not_found where this is no demo installation. */
export async function signInAsDemo(key: string, { address }: Origin): Promise<Session> {
  const person = findDemoPerson(key);
  if (!person) throw notFound('This person');
  const { email, password } = person;
  const { data, error } = await authClient(address).signInWithPassword({ email, password });
  if (error) throw authFailure(error);
  return data.session;
}

/** Signs in by the code of a mail (confirmation or sign-in link). @throws AppError gone (wrong or old), rate_limited, unavailable. */
export async function signInByCode(
  { email, code }: z.output<typeof codeInput>,
  { address }: Origin,
): Promise<Session> {
  await limitAttempts('code', address, email);
  const { data, error } = await authClient(address).verifyOtp({ email, token: code, type: 'email' });
  if (error?.code === 'otp_expired') {
    throw new AppError('gone', 'This code is not right, or no longer valid. Check it, or ask for a new one.');
  }
  if (error) throw authFailure(error);
  if (!data.session) throw new AppError('unavailable', 'Signing in did not work. Ask for a new code.');
  return data.session;
}

/**
 * Uses the token of a mail's link.
 * @returns null when an e-mail change waits for its second address.
 * @throws AppError gone (expired or used), rate_limited, unavailable.
 */
export async function redeemLink(
  { token_hash, type }: z.output<typeof linkInput>,
  { address }: Origin,
): Promise<Session | null> {
  await limitAttempts('link', address);
  const { data, error } = await authClient(address).verifyOtp({ token_hash, type });
  if (error) throw authFailure(error);
  return data.session;
}
