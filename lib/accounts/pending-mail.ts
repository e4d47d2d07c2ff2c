import 'server-only';
import { cookies } from 'next/headers';
import { z } from 'zod';

import { env } from '@/lib/core/env';

/** A mail that somebody was promised on this device: what the page "Check your mail" is about. */
const pendingMail = z.object({
  email: z.email(),
  kind: z.enum(['signup', 'magiclink', 'recovery']),
  /** The account that this browser signed up for. */
  accountId: z.uuid().nullish(),
});
export type PendingMail = z.infer<typeof pendingMail>;

/** As long as links and codes live. */
const MAX_AGE_S = 3600;
const cookieName = () => `${env().PARLEY_INSTANCE}-pending-mail`;

/** Kept in a cookie, so that addresses stay out of the browser's history and of server logs. */
export async function keepPendingMail(pending: PendingMail): Promise<void> {
  (await cookies()).set({
    name: cookieName(),
    value: JSON.stringify(pending),
    httpOnly: true,
    sameSite: 'lax',
    secure: env().APP_URL.startsWith('https:'),
    path: '/',
    maxAge: MAX_AGE_S,
  });
}

export async function readPendingMail(): Promise<PendingMail | null> {
  const value = (await cookies()).get(cookieName())?.value;
  if (!value) return null;
  try {
    return pendingMail.safeParse(JSON.parse(value)).data ?? null;
  } catch {
    return null;
  }
}

export async function dropPendingMail(): Promise<void> {
  (await cookies()).delete(cookieName());
}
