import 'server-only';
import { notFound } from 'next/navigation';

import { AppError } from '@/lib/core/errors';

import { askToSignIn } from '../ask-to-sign-in';

/** Waits for what a page shows: what is not there or not theirs is an address that leads nowhere, an ended session signs in. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.code : null;
    if (code === 'unauthenticated' || code === 'session_ended') return askToSignIn();
    if (code === 'not_found' || code === 'invalid') notFound();
    throw thrown;
  }
}
