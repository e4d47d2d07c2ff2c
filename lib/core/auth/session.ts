import 'server-only';
import type { Session } from '@supabase/auth-js';
import { cookies } from 'next/headers';
import { cache } from 'react';

import type { Person } from '../caller';
import { cookieNames, sessionCookie } from './cookie-names';
import { verifyAccessToken } from './verify';

/** The person of the session cookie, for pages and actions; null when nobody is signed in. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const token = await currentAccessToken();
  return token ? verifyAccessToken(token) : null;
});

/** The access token of the session cookie as it came. */
export async function currentAccessToken(): Promise<string | undefined> {
  return (await cookies()).get(cookieNames().access)?.value;
}

/** Signs the browser in. Only in actions and route handlers. */
export async function keepSession(session: Pick<Session, 'access_token' | 'refresh_token'>): Promise<void> {
  const jar = await cookies();
  jar.set(sessionCookie('access', session.access_token));
  jar.set(sessionCookie('refresh', session.refresh_token));
}

/** Signs the browser out. */
export async function dropSession(): Promise<void> {
  const jar = await cookies();
  const { access, refresh } = cookieNames();
  jar.delete(access);
  jar.delete(refresh);
}
