import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { demandOpenSignUps } from '../demand-open-sign-ups.ts';
import { badRequest, unprocessable } from '../errors.ts';
import { mailConfirmation, mailEmailChange, mailSignInLink } from '../mails.ts';
import { unguessable } from '../one-time-codes.ts';
import { readChallenge } from '../pkce.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, readEmail, record, text } from '../request.ts';
import { inTransaction } from '../transaction.ts';
import { findUser } from '../users.ts';
import { signUpByEmail } from './sign-up.ts';

const pkceFields = { code_challenge: text, code_challenge_method: text };
const otpBody = z.object({
  email: text,
  phone: text,
  channel: text,
  create_user: z.boolean().nullish(),
  data: record,
  ...pkceFields,
});
const recoverBody = z.object({ email: text, ...pkceFields });
const resendBody = z.object({ type: text, email: text, phone: text, ...pkceFields });

/** POST /otp and /magiclink: a link and a code; an unknown address is signed up unless `create_user` is false. */
export async function otp(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  auth.limits.request(request.path === '/otp' ? 'otp' : 'magiclink', request.address, auth.now());
  const params = parseBody(request, otpBody);
  if (params.email !== '' && params.phone !== '') {
    throw badRequest('Only an email address or phone number should be provided');
  }
  if (params.phone !== '') throw badRequest('Unsupported phone provider', 'phone_provider_disabled');
  if (params.email === '') throw badRequest('One of email or phone must be set');
  if (params.channel !== '') throw badRequest('Channel should only be specified with Phone OTP');
  const challenge = readChallenge(params.code_challenge, params.code_challenge_method);
  const email = readEmail(params.email);
  const known = await inTransaction(auth.pool, async (tx) => {
    const user = await findUser(tx, { email }, { lock: true });
    if (user === null) return params.create_user === false ? 'refused' : 'new';
    if (user.email_confirmed_at === null) return 'new';
    const now = auth.now();
    await audit(tx, { actor: user, action: 'user_recovery_requested', address: request.address, now });
    await mailSignInLink({ tx, auth, request, challenge }, user, 'magiclink');
    return 'sent';
  });
  if (known === 'refused') throw unprocessable('otp_disabled', 'Signups not allowed for otp');
  // The confirmation mail signs in as well, so a new person needs no second one.
  if (known === 'new') {
    demandOpenSignUps(auth);
    await signUpByEmail(auth, request, {
      email,
      password: unguessable(),
      data: params.data ?? {},
      challenge,
    });
  }
  return json({});
}

/** POST /recover: answers alike for addresses it does not know. */
export async function recover(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  auth.limits.request('recover', request.address, auth.now());
  const params = parseBody(request, recoverBody);
  if (params.email === '') throw badRequest('Password recovery requires an email');
  const email = readEmail(params.email);
  const challenge = readChallenge(params.code_challenge, params.code_challenge_method);
  await inTransaction(auth.pool, async (tx) => {
    const user = await findUser(tx, { email }, { lock: true });
    if (user === null) return;
    const now = auth.now();
    await audit(tx, { actor: user, action: 'user_recovery_requested', address: request.address, now });
    await mailSignInLink({ tx, auth, request, challenge }, user, 'recovery');
  });
  return json({});
}

/** POST /resend: the confirmation of a sign-up or an e-mail change once more; answers alike when nothing is open. */
export async function resend(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  auth.limits.request('resend', request.address, auth.now());
  const params = parseBody(request, resendBody);
  const { type } = params;
  if (!['signup', 'email_change', 'sms', 'phone_change'].includes(type)) {
    throw badRequest('Missing one of these types: signup, email_change, sms, phone_change');
  }
  const challenge = readChallenge(params.code_challenge, params.code_challenge_method);
  if (type === 'signup' && params.email === '') throw badRequest('Type provided requires an email address');
  if (type === 'sms' && params.phone === '') throw badRequest('Type provided requires a phone number');
  if (params.email !== '' && params.phone !== '') {
    throw badRequest('Only an email address or phone number should be provided.');
  }
  if (params.phone !== '') throw badRequest('Phone logins are disabled', 'phone_provider_disabled');
  if (params.email === '') throw badRequest('Missing email address or phone number');
  const email = readEmail(params.email);
  await inTransaction(auth.pool, async (tx) => {
    const user = await findUser(tx, { email }, { lock: true });
    if (user === null) return;
    const mailing = { tx, auth, request, challenge };
    if (type === 'signup' && user.email_confirmed_at === null) {
      const now = auth.now();
      await audit(tx, { actor: user, action: 'user_confirmation_requested', address: request.address, now });
      await mailConfirmation(mailing, user);
    }
    if (type === 'email_change' && user.email_change) {
      await mailEmailChange(mailing, user, user.email_change);
    }
  });
  return json({});
}
