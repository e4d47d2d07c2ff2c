import type { AuthRuntime } from './auth-runtime.ts';
import { tooMany } from './errors.ts';
import { beginFlow } from './flow-state.ts';
import type { FlowMethod } from './flow-state.ts';
import { newCode, pkcePrefix, tokenHash } from './one-time-codes.ts';
import type { OneTimeTokenType } from './one-time-tokens.ts';
import { saveOneTimeToken } from './one-time-tokens.ts';
import type { Challenge } from './pkce.ts';
import type { AuthRequest } from './request.ts';
import type { EmailSecrets } from './send-email.ts';
import { sendEmail } from './send-email.ts';
import type { Tx } from './transaction.ts';
import type { UserRow } from './users.ts';
import { updateUser } from './users.ts';

/** What every mail needs: one transaction, one request, perhaps one PKCE exchange it begins. */
export type Mailing = { tx: Tx; auth: AuthRuntime; request: AuthRequest; challenge: Challenge | null };

function checkFrequency(auth: AuthRuntime, sentAt: Date | null): void {
  if (sentAt === null) return;
  const leftMs = sentAt.getTime() + auth.limits.emailIntervalS * 1000 - auth.now().getTime();
  if (leftMs <= 0) return;
  throw tooMany(
    'over_email_send_rate_limit',
    `For security purposes, you can only request this after ${Math.floor(leftMs / 1000)} seconds.`,
  );
}

/** A code and the token for a link; a PKCE token says so, since it is answered with a code to exchange. */
export function makeSecrets(
  { settings }: AuthRuntime,
  email: string,
  challenge: Challenge | null,
): EmailSecrets {
  const code = newCode(settings.otpLength);
  return { code, token: (challenge ? pkcePrefix : '') + tokenHash(email, code) };
}

async function begin({ tx, auth, challenge }: Mailing, userId: string, method: FlowMethod): Promise<void> {
  if (challenge) await beginFlow(tx, { userId, method, challenge }, auth.now());
}

async function keep(
  { tx, auth }: Mailing,
  user: UserRow,
  type: OneTimeTokenType,
  relatesTo: string,
  { token }: EmailSecrets,
): Promise<void> {
  await saveOneTimeToken(tx, { userId: user.id, type, relatesTo, token }, auth.now());
}

export async function mailConfirmation(mailing: Mailing, user: UserRow): Promise<UserRow> {
  const { tx, auth, request, challenge } = mailing;
  checkFrequency(auth, user.confirmation_sent_at);
  await begin(mailing, user.id, 'email/signup');
  const secrets = makeSecrets(auth, user.email ?? '', challenge);
  await keep(mailing, user, 'confirmation_token', user.email ?? '', secrets);
  const sent = await updateUser(tx, user.id, { confirmation_sent_at: auth.now() }, auth.now());
  await sendEmail(tx, auth, request, sent, { action: 'signup', secrets });
  return sent;
}

export async function mailInvitation(mailing: Mailing, user: UserRow): Promise<UserRow> {
  const { tx, auth, request } = mailing;
  const now = auth.now();
  const secrets = makeSecrets(auth, user.email ?? '', null);
  await keep(mailing, user, 'confirmation_token', user.email ?? '', secrets);
  const sent = await updateUser(tx, user.id, { confirmation_sent_at: now, invited_at: now }, now);
  await sendEmail(tx, auth, request, sent, { action: 'invite', secrets });
  return sent;
}

/** A sign-in link and a reset share one token and one timer, as hosted: the later ends the earlier. */
export async function mailSignInLink(
  mailing: Mailing,
  user: UserRow,
  action: 'magiclink' | 'recovery',
): Promise<void> {
  const { tx, auth, request, challenge } = mailing;
  checkFrequency(auth, user.recovery_sent_at);
  await begin(mailing, user.id, action);
  const secrets = makeSecrets(auth, user.email ?? '', challenge);
  await keep(mailing, user, 'recovery_token', user.email ?? '', secrets);
  const sent = await updateUser(tx, user.id, { recovery_sent_at: auth.now() }, auth.now());
  await sendEmail(tx, auth, request, sent, { action, secrets });
}

export async function mailReauthentication(mailing: Mailing, user: UserRow): Promise<void> {
  const { tx, auth, request } = mailing;
  checkFrequency(auth, user.reauthentication_sent_at);
  const secrets = makeSecrets(auth, user.email ?? '', null);
  await keep(mailing, user, 'reauthentication_token', user.email ?? '', secrets);
  const sent = await updateUser(tx, user.id, { reauthentication_sent_at: auth.now() }, auth.now());
  await sendEmail(tx, auth, request, sent, { action: 'reauthentication', secrets });
}

/** Both addresses have to agree; a person without one (a guest) only the new. */
export async function mailEmailChange(mailing: Mailing, user: UserRow, newEmail: string): Promise<UserRow> {
  const { tx, auth, request, challenge } = mailing;
  checkFrequency(auth, user.email_change_sent_at);
  await begin(mailing, user.id, 'email_change');
  const secrets = makeSecrets(auth, newEmail, challenge);
  await keep(mailing, user, 'email_change_token_new', newEmail, secrets);
  const current = user.email ? makeSecrets(auth, user.email, challenge) : null;
  if (current) await keep(mailing, user, 'email_change_token_current', user.email ?? '', current);
  const patch = { email_change: newEmail, email_change_sent_at: auth.now(), email_change_confirm_status: 0 };
  const sent = await updateUser(tx, user.id, patch, auth.now());
  await sendEmail(tx, auth, request, sent, { action: 'email_change', secrets, current });
  return sent;
}
