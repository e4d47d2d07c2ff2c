import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { badRequest, notFound, unprocessable } from '../errors.ts';
import { isAddressTaken } from '../identities.ts';
import { mailInvitation, makeSecrets } from '../mails.ts';
import { unguessable } from '../one-time-codes.ts';
import type { OneTimeTokenType } from '../one-time-tokens.ts';
import { saveOneTimeToken } from '../one-time-tokens.ts';
import { checkPassword, hashPassword } from '../passwords.ts';
import { chooseRedirect } from '../redirects.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { parseBody, readEmail, record, text } from '../request.ts';
import { actionLink } from '../send-email.ts';
import type { Tx } from '../transaction.ts';
import { inTransaction } from '../transaction.ts';
import { loadUserJson } from '../user-json.ts';
import type { UserRow } from '../users.ts';
import { findUser, lockAddress, mergeMetadata, updateUser } from '../users.ts';
import { createEmailUser } from './sign-up.ts';

const inviteBody = z.object({ email: text, data: record });
const linkBody = z.object({
  type: text,
  email: text,
  new_email: text,
  password: text,
  data: record,
  redirect_to: text,
});

const emailExists = () =>
  unprocessable('email_exists', 'A user with this email address has already been registered');

async function noteInvitation(tx: Tx, auth: AuthRuntime, request: AuthRequest, user: UserRow): Promise<void> {
  const traits = { user_id: user.id, user_email: user.email };
  const entry = { actor: 'service_role', action: 'user_invited', address: request.address } as const;
  await audit(tx, { ...entry, now: auth.now(), traits });
}

/** POST /invite: makes an unconfirmed person and mails them a link; `email_exists` (422) when they are confirmed. */
export async function invite(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const params = parseBody(request, inviteBody);
  const email = readEmail(params.email);
  return inTransaction(auth.pool, async (tx) => {
    await lockAddress(tx, email);
    const existing = await findUser(tx, { email }, { lock: true });
    if (existing?.email_confirmed_at) throw emailExists();
    const user =
      existing ?? (await createEmailUser(tx, auth, { email, passwordHash: '', data: params.data ?? {} }));
    await noteInvitation(tx, auth, request, user);
    const sent = await mailInvitation({ tx, auth, request, challenge: null }, user);
    return json(await loadUserJson(tx, sent));
  });
}

const linkTypes = [
  'signup',
  'invite',
  'magiclink',
  'recovery',
  'email_change_current',
  'email_change_new',
] as const;
type LinkType = (typeof linkTypes)[number];
const isLinkType = (type: string): type is LinkType => linkTypes.some((known) => known === type);

type Draft = z.infer<typeof linkBody> & { type: LinkType; email: string; passwordHash: string };

async function prepareUser(tx: Tx, auth: AuthRuntime, draft: Draft, found: UserRow | null): Promise<UserRow> {
  const { type, email, data } = draft;
  if (type === 'signup' || type === 'invite') {
    if (found?.email_confirmed_at) throw emailExists();
    if (!found)
      return createEmailUser(tx, auth, { email, passwordHash: draft.passwordHash, data: data ?? {} });
    if (type === 'invite' || !data) return found;
    const raw_user_meta_data = mergeMetadata(found.raw_user_meta_data, data);
    return updateUser(tx, found.id, { raw_user_meta_data }, auth.now());
  }
  if (!found) throw notFound('user_not_found', 'User with this email not found');
  return found;
}

type Prepared = { tokenType: OneTimeTokenType; relatesTo: string; patch: Parameters<typeof updateUser>[2] };

async function describeLink(tx: Tx, draft: Draft, user: UserRow, now: Date): Promise<Prepared> {
  const { type, email } = draft;
  if (type === 'magiclink' || type === 'recovery') {
    return { tokenType: 'recovery_token', relatesTo: email, patch: { recovery_sent_at: now } };
  }
  if (type === 'signup' || type === 'invite') {
    const invited = type === 'invite' ? { invited_at: now } : {};
    return {
      tokenType: 'confirmation_token',
      relatesTo: email,
      patch: { confirmation_sent_at: now, ...invited },
    };
  }
  const newEmail = readEmail(draft.new_email);
  if (await isAddressTaken(tx, newEmail, user.id)) throw emailExists();
  const patch = { email_change: newEmail, email_change_sent_at: now, email_change_confirm_status: 0 };
  return type === 'email_change_new'
    ? { tokenType: 'email_change_token_new', relatesTo: newEmail, patch }
    : { tokenType: 'email_change_token_current', relatesTo: email, patch };
}

/** POST /admin/generate_link: a link and code for the operator to send; no mail leaves. */
export async function generateLink(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const params = parseBody(request, linkBody);
  const email = readEmail(params.email);
  const { siteUrl, redirectUrls, externalUrl } = auth.settings;
  const redirectTo = chooseRedirect([params.redirect_to, request.redirectTo], siteUrl, redirectUrls);
  if (!isLinkType(params.type)) {
    throw badRequest(`Invalid email action link type requested: ${params.type}`);
  }
  const { type: asked } = params;
  const known = await inTransaction(auth.pool, (tx) => findUser(tx, { email }));
  // A magic link for somebody new is a sign-up, as hosted.
  const type = asked === 'magiclink' && known === null ? 'signup' : asked;
  if (asked === 'signup' && known === null && params.password === '') {
    throw badRequest('Signup requires a valid password');
  }
  if (asked === 'signup' && known === null) checkPassword(params.password, auth.settings);
  const password = asked === 'magiclink' ? unguessable() : params.password;
  const passwordHash =
    type === 'signup' && known === null ? await hashPassword(password, auth.settings.bcryptCost) : '';
  return inTransaction(auth.pool, async (tx) => {
    const now = auth.now();
    await lockAddress(tx, email);
    const draft: Draft = { ...params, type, email, passwordHash };
    const prepared = await prepareUser(tx, auth, draft, await findUser(tx, { email }, { lock: true }));
    if (type === 'invite') await noteInvitation(tx, auth, request, prepared);
    const { tokenType, relatesTo, patch } = await describeLink(tx, draft, prepared, now);
    const { code, token } = makeSecrets(auth, relatesTo, null);
    await saveOneTimeToken(tx, { userId: prepared.id, type: tokenType, relatesTo, token }, now);
    const user = await updateUser(tx, prepared.id, patch, now);
    const linkType = type.startsWith('email_change') ? 'email_change' : type;
    return json({
      ...(await loadUserJson(tx, user)),
      action_link: actionLink(externalUrl, linkType, token, redirectTo),
      email_otp: code,
      hashed_token: token,
      verification_type: type,
      redirect_to: redirectTo,
    });
  });
}
