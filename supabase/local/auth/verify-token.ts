import { audit } from './audit.ts';
import type { AuthRuntime } from './auth-runtime.ts';
import { badRequest, forbidden, unprocessable } from './errors.ts';
import { isAddressTaken, refreshProviders, setEmailIdentity } from './identities.ts';
import type { OneTimeToken, OneTimeTokenType } from './one-time-tokens.ts';
import { clearOneTimeTokens } from './one-time-tokens.ts';
import type { AuthRequest } from './request.ts';
import type { Tx } from './transaction.ts';
import type { UserRow } from './users.ts';
import { confirmUser, findUser, isBanned, updateUser } from './users.ts';

const tokenTypes: Record<string, readonly OneTimeTokenType[]> = {
  signup: ['confirmation_token'],
  invite: ['confirmation_token'],
  magiclink: ['recovery_token'],
  recovery: ['recovery_token'],
  email: ['confirmation_token', 'recovery_token'],
  email_change: ['email_change_token_current', 'email_change_token_new'],
};

/** What a verification of this type may be proved with; `validation_failed` (400) for other types. */
export function tokenTypesOf(type: string): readonly OneTimeTokenType[] {
  const types = Object.hasOwn(tokenTypes, type) ? tokenTypes[type] : undefined;
  if (types === undefined) throw badRequest('Invalid email verification type');
  return types;
}

/** The person a token proves; `otp_expired` or `user_banned` (403). */
export async function proveUser(
  tx: Tx,
  auth: AuthRuntime,
  token: OneTimeToken | null,
  message: string,
): Promise<{ user: UserRow; token: OneTimeToken }> {
  const user = token && (await findUser(tx, { id: token.user_id }, { lock: true }));
  if (!token || !user) throw forbidden('otp_expired', message);
  const now = auth.now();
  if (isBanned(user, now)) throw forbidden('user_banned', 'User is banned');
  if (now.getTime() > token.sent_at.getTime() + auth.settings.otpTtlS * 1000) {
    throw forbidden('otp_expired', message);
  }
  return { user, token };
}

async function acceptChange(tx: Tx, auth: AuthRuntime, user: UserRow): Promise<UserRow> {
  const now = auth.now();
  const email = user.email_change ?? '';
  if (email === '' || (await isAddressTaken(tx, email, user.id))) {
    throw unprocessable('email_exists', 'A user with this email address has already been registered');
  }
  await setEmailIdentity(tx, user.id, { email, email_verified: true }, now);
  await clearOneTimeTokens(tx, user.id);
  const patch = { email, email_change: '', email_change_confirm_status: 0, is_anonymous: false };
  const changed = await updateUser(tx, user.id, patch, now);
  return changed.email_confirmed_at === null ? confirmUser(tx, changed, now) : changed;
}

/**
 * Does what the token was sent for. Null after the first of the two confirmations of an e-mail change: then
 * there is no sign-in yet.
 */
export async function acceptToken(
  tx: Tx,
  auth: AuthRuntime,
  request: AuthRequest,
  { user, token }: { user: UserRow; token: OneTimeToken },
): Promise<UserRow | null> {
  const now = auth.now();
  const entry = { actor: user, address: request.address, now };
  if (token.token_type === 'email_change_token_current' || token.token_type === 'email_change_token_new') {
    if (user.email_change_confirm_status === 0 && user.email) {
      await clearOneTimeTokens(tx, user.id, token.token_type);
      await updateUser(tx, user.id, { email_change_confirm_status: 1 }, now);
      return null;
    }
    await audit(tx, { ...entry, action: 'user_modified' });
    return refreshProviders(tx, await acceptChange(tx, auth, user), now);
  }
  await clearOneTimeTokens(tx, user.id);
  const isNew = user.email_confirmed_at === null;
  await audit(
    tx,
    isNew
      ? { ...entry, action: 'user_signedup', traits: { provider: 'email' } }
      : { ...entry, action: 'login' },
  );
  if (!isNew) return refreshProviders(tx, user, now);
  await setEmailIdentity(tx, user.id, { email: user.email ?? '', email_verified: true }, now);
  return refreshProviders(tx, await confirmUser(tx, user, now), now);
}
