import 'server-only';
import { notFound, redirect } from 'next/navigation';

import { withNext } from '@/lib/accounts/next-path';
import { AppError } from '@/lib/core/errors';

/** Waits for what a page shows: what is not there or not theirs is an address that leads nowhere, an ended session signs in. */
export async function orNotFound<T>(work: Promise<T>, here: string): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.code : null;
    if (code === 'unauthenticated' || code === 'session_ended') redirect(withNext('/sign-in', here));
    if (code === 'not_found' || code === 'invalid') notFound();
    throw thrown;
  }
}
