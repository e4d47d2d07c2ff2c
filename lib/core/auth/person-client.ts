import 'server-only';
import type { GoTrueClient } from '@supabase/auth-js';
import { cookies } from 'next/headers';

import { AppError } from '../errors';
import { authClient, authFailure } from './auth-client';
import { cookieNames } from './cookie-names';
import { keepSession } from './session';

/**
 * A client of the Auth server that acts as the person of the session cookies. Only in actions and route handlers.
 * @throws AppError session_ended, unavailable.
 */
export async function personClient(address: string): Promise<GoTrueClient> {
  const jar = await cookies();
  const names = cookieNames();
  const access_token = jar.get(names.access)?.value;
  const refresh_token = jar.get(names.refresh)?.value;
  if (!access_token || !refresh_token)
    throw new AppError('session_ended', 'Your session has ended. Sign in again.');
  const client = authClient(address);
  const { data, error } = await client.setSession({ access_token, refresh_token });
  if (error) throw authFailure(error);
  // An access token on its last seconds was renewed on the way: the old refresh token is spent.
  if (data.session && data.session.access_token !== access_token) await keepSession(data.session);
  return client;
}
