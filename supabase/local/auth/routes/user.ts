import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import type { Caller } from '../authenticate.ts';
import { requireCaller } from '../authenticate.ts';
import { ApiError, badRequest, forbidden, unprocessable } from '../errors.ts';
import { isAddressTaken } from '../identities.ts';
import { mailEmailChange, mailReauthentication } from '../mails.ts';
import { hasVerifiedFactor } from '../mfa/factors.ts';
import { tokenHash } from '../one-time-codes.ts';
import { clearOneTimeTokens, findOneTimeToken } from '../one-time-tokens.ts';
import { checkPassword, hashPassword, passwordMatches } from '../passwords.ts';
import { readChallenge } from '../pkce.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, readEmail, record, text } from '../request.ts';
import { endSessions } from '../sessions.ts';
import type { Tx } from '../transaction.ts';
import { inTransaction } from '../transaction.ts';
import { loadUserJson } from '../user-json.ts';
import type { UserRow } from '../users.ts';
import { hasPassword, mergeMetadata, updateUser } from '../users.ts';

const body = z.object({
  email: text,
  phone: text,
  password: z.string().nullish(),
  nonce: text,
  data: record,
  app_metadata: record,
  code_challenge: text,
  code_challenge_method: text,
});

const dayMs = 24 * 3600 * 1000;

/** GET /user: the caller as the database has them now. */
export async function getUser(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const { user } = await requireCaller(tx, auth, request);
    return json(await loadUserJson(tx, user));
  });
}

/** GET /reauthenticate: mails the nonce that a password change in an old session wants. */
export async function reauthenticate(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const { user } = await requireCaller(tx, auth, request, { lock: true });
    if (!user.email) {
      throw badRequest('Reauthentication requires the user to have an email or a phone number');
    }
    if (user.email_confirmed_at === null) {
      throw unprocessable('email_not_confirmed', 'Please verify your email first.');
    }
    const now = auth.now();
    await audit(tx, { actor: user, action: 'user_reauthenticate_requested', address: request.address, now });
    await mailReauthentication({ tx, auth, request, challenge: null }, user);
    return json({});
  });
}

async function useNonce(tx: Tx, auth: AuthRuntime, user: UserRow, nonce: string): Promise<void> {
  const hash = tokenHash(user.email ?? '', nonce);
  const found = await findOneTimeToken(tx, hash, ['reauthentication_token']);
  const good =
    found?.user_id === user.id &&
    auth.now().getTime() <= found.sent_at.getTime() + auth.settings.otpTtlS * 1000;
  if (!good) throw unprocessable('reauthentication_not_valid', 'Nonce has expired or is invalid');
  await clearOneTimeTokens(tx, user.id);
}

/** Sets a password and ends all other sessions and every open link: none of them is trusted any more. */
export async function setPassword(
  tx: Tx,
  auth: AuthRuntime,
  user: UserRow,
  password: string,
  keepSession?: string,
): Promise<UserRow> {
  const hash = password === '' ? null : await hashPassword(password, auth.settings.bcryptCost);
  await clearOneTimeTokens(tx, user.id);
  await endSessions(
    tx,
    keepSession === undefined ? { user: user.id } : { user: user.id, except: keepSession },
  );
  const patch = {
    encrypted_password: hash,
    confirmation_sent_at: null,
    recovery_sent_at: null,
    email_change_sent_at: null,
    reauthentication_sent_at: null,
  };
  return updateUser(tx, user.id, patch, auth.now());
}

async function changePassword(
  tx: Tx,
  auth: AuthRuntime,
  { user, session }: Caller,
  change: { password: string; nonce: string },
): Promise<UserRow> {
  const isOld = auth.now().getTime() > session.created_at.getTime() + dayMs;
  if (auth.settings.securePasswordChange && isOld) {
    if (change.nonce === '') {
      throw badRequest('Password update requires reauthentication', 'reauthentication_needed');
    }
    await useNonce(tx, auth, user, change.nonce);
  }
  const same =
    hasPassword(user) &&
    (await passwordMatches(change.password, user.encrypted_password, auth.settings.bcryptCost));
  if (same) throw unprocessable('same_password', 'New password should be different from the old password.');
  return setPassword(tx, auth, user, change.password, session.id);
}

async function refuseBelowAal2(tx: Tx, { user }: Caller): Promise<void> {
  if (!(await hasVerifiedFactor(tx, user.id))) return;
  const message = 'AAL2 session is required to update email or password when MFA is enabled.';
  throw new ApiError(401, 'insufficient_aal', message);
}

/**
 * PUT /user: password, data, e-mail address. A guest who names an address becomes a person when they confirm it.
 * Refuses with `weak_password`, `same_password`, `email_exists` (422), `reauthentication_needed` (400),
 * `reauthentication_not_valid` (422), `not_admin` (403) for app_metadata, `insufficient_aal` (401) when the person
 * has a second factor that this session did not prove.
 */
export async function updateOwnUser(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const caller = await requireCaller(tx, auth, request, { lock: true });
    auth.limits.request('user', request.address, auth.now());
    const params = parseBody(request, body);
    const email = params.email === '' ? '' : readEmail(params.email);
    if (params.phone !== '') throw badRequest('Phone logins are disabled', 'phone_provider_disabled');
    const { password } = params;
    if (typeof password === 'string') checkPassword(password, auth.settings);
    if (params.app_metadata !== null) {
      throw forbidden('not_admin', 'Updating app_metadata requires admin privileges');
    }
    const changesEmail = email !== '' && email !== caller.user.email;
    if ((password || changesEmail) && caller.session.aal !== 'aal2') {
      await refuseBelowAal2(tx, caller);
    }
    if (caller.user.is_anonymous && password && email === '') {
      throw unprocessable(
        'validation_failed',
        'Updating password of an anonymous user without an email or phone is not allowed',
      );
    }
    if (changesEmail && (await isAddressTaken(tx, email, caller.user.id))) {
      throw unprocessable('email_exists', 'A user with this email address has already been registered');
    }
    const challenge = readChallenge(params.code_challenge, params.code_challenge_method);
    const entry = { actor: caller.user, address: request.address, now: auth.now() };
    let { user } = caller;
    if (typeof password === 'string') {
      user = await changePassword(tx, auth, caller, { password, nonce: params.nonce });
      await audit(tx, { ...entry, action: 'user_updated_password' });
    }
    if (params.data !== null) {
      const raw_user_meta_data = mergeMetadata(user.raw_user_meta_data, params.data);
      user = await updateUser(tx, user.id, { raw_user_meta_data }, auth.now());
    }
    if (changesEmail) user = await mailEmailChange({ tx, auth, request, challenge }, user, email);
    await audit(tx, { ...entry, action: 'user_modified' });
    return json(await loadUserJson(tx, user));
  });
}
