import { randomUUID } from 'node:crypto';

import type { BrowserContext } from '@playwright/test';
import { GoTrueClient } from '@supabase/auth-js';
import { Client } from 'pg';

import { type Place, sharedPlace } from './place';

export const PASSWORD = 'a few plain words';

/** Somebody with a confirmed account, signed in. */
export type Account = {
  place: Place;
  name: string;
  email: string;
  userId: string;
  accessToken: string;
  refreshToken: string;
};

export const uniqueEmail = (name: string): string =>
  `${name.toLowerCase().replaceAll(/\W+/g, '.')}.${randomUUID().slice(0, 8)}@example.com`;

const authClient = (place: Place, apikey: string): GoTrueClient =>
  new GoTrueClient({
    url: `${place.supabaseUrl}/auth/v1`,
    headers: { apikey },
    persistSession: false,
    autoRefreshToken: false,
    detectSessionInUrl: false,
  });

/** Signs in by password. @throws AuthError */
export async function signIn(place: Place, name: string, email: string): Promise<Account> {
  const client = authClient(place, place.publishableKey);
  const { data, error } = await client.signInWithPassword({ email, password: PASSWORD });
  if (error) throw error;
  const { access_token: accessToken, refresh_token: refreshToken, user } = data.session;
  return { place, name, email, userId: user.id, accessToken, refreshToken };
}

/** Makes an account as the operator, without a mail. What is under test signs up by the page instead. */
export async function createAccount(name: string, place = sharedPlace()): Promise<Account> {
  const email = uniqueEmail(name);
  const { error } = await authClient(place, place.secretKey).admin.createUser({
    email,
    password: PASSWORD,
    email_confirm: true,
    user_metadata: { name },
  });
  if (error) throw error;
  return await signIn(place, name, email);
}

/** Gives a browser the session of an account, as signing in by the page would. */
export async function enter(context: BrowserContext, account: Account): Promise<void> {
  const { url, cookiePrefix } = account.place;
  const cookie = { url, httpOnly: true, sameSite: 'Lax' as const };
  await context.addCookies([
    { ...cookie, name: `${cookiePrefix}-access`, value: account.accessToken },
    { ...cookie, name: `${cookiePrefix}-refresh`, value: account.refreshToken },
  ]);
}

/** Makes an account a day older, for what treats addresses that were confirmed this very moment in another way. */
export async function backdate(account: Account): Promise<void> {
  const client = new Client({ connectionString: process.env['ADMIN_DATABASE_URL'] });
  await client.connect();
  try {
    await client.query(
      `update auth.users set email_confirmed_at = email_confirmed_at - interval '1 day' where id = $1`,
      [account.userId],
    );
  } finally {
    await client.end();
  }
}
