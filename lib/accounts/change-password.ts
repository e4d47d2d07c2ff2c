import type { Session } from '@supabase/auth-js';
import type { z } from 'zod';

import { authClient, authFailure } from '@/lib/core/auth/auth-client';
import { cutOff } from '@/lib/core/auth/cut-off';
import { personClient } from '@/lib/core/auth/person-client';
import type { Origin, Person } from '@/lib/core/caller';
import { AppError } from '@/lib/core/errors';

import { limitAttempts } from './limits';
import { provedAddressLately } from './proof';
import type { changePasswordInput, newPasswordInput } from './schemas';

/**
 * Sets a new password without the old one, for somebody who has just proved their address by a mail.
 * The Auth server ends all their other sessions, whose open sockets then hear nothing more.
 * @throws AppError unauthenticated (the proof is too old), invalid (too weak, or the same), unavailable.
 */
export async function resetPassword(
  { password }: z.output<typeof newPasswordInput>,
  person: Person | null,
  { address }: Origin,
): Promise<void> {
  if (!person || !provedAddressLately(person)) {
    throw new AppError('unauthenticated', 'The link you came by has expired. Ask for a new one.');
  }
  const { error } = await (await personClient(address)).updateUser({ password });
  if (error && error.code !== 'same_password') throw authFailure(error);
  await cutOff(person.userId);
}

/**
 * Changes the password of a person who knows the present one, and ends all their sessions and what their sockets hear.
 * @returns the one new session, to be kept by this browser.
 * @throws AppError invalid (the present password is not right, the new one too weak), rate_limited, unavailable.
 */
export async function changePassword(
  { current, password }: z.output<typeof changePasswordInput>,
  { email, userId }: Person,
  { address }: Origin,
): Promise<Session> {
  await limitAttempts('sign-in', address, email);
  const client = authClient(address);
  const { data, error } = await client.signInWithPassword({ email, password: current });
  if (error?.code === 'invalid_credentials')
    throw new AppError('invalid', 'Your present password is not right.');
  if (error) throw authFailure(error);
  const changed = await client.updateUser({ password });
  if (changed.error) throw authFailure(changed.error);
  await cutOff(userId);
  return data.session;
}
