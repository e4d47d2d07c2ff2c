import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';

import { HOME, withNext } from '@/lib/accounts/next-path';

/** Leads to the sign-in, and from there back to the address that was asked for: the proxy notes it, layouts do not know it. */
export async function askToSignIn(): Promise<never> {
  redirect(withNext('/sign-in', (await headers()).get('x-address') ?? HOME));
}
