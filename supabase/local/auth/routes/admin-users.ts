import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { bannedUntil } from '../ban-duration.ts';
import { ApiError, badRequest, internal, notFound, unprocessable } from '../errors.ts';
import { isAddressTaken, setEmailIdentity } from '../identities.ts';
import { unguessable } from '../one-time-codes.ts';
import { checkPassword, hashPassword } from '../passwords.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { flag, isUuid, parseBody, readEmail, record, text } from '../request.ts';
import type { Tx } from '../transaction.ts';
import { inTransaction } from '../transaction.ts';
import { loadUserJson } from '../user-json.ts';
import type { UserRow } from '../users.ts';
import { confirmUser, lockAddress, mergeMetadata, updateUser } from '../users.ts';
import { createEmailUser } from './sign-up.ts';
import { setPassword } from './user.ts';

const body = z.object({
  id: text,
  role: text.refine((role) => role.length <= 255),
  email: text,
  phone: text,
  password: z.string().nullish(),
  password_hash: text,
  email_confirm: flag,
  user_metadata: record,
  app_metadata: record,
  ban_duration: text,
});
type Params = z.infer<typeof body>;

const emailExists = () =>
  unprocessable('email_exists', 'A user with this email address has already been registered');

/** What the operator did to whom. */
export async function auditAdmin(
  tx: Tx,
  auth: AuthRuntime,
  request: AuthRequest,
  action: 'user_signedup' | 'user_modified' | 'user_deleted',
  user: UserRow,
) {
  const traits = { user_id: user.id, user_email: user.email };
  await audit(tx, { actor: 'service_role', action, address: request.address, now: auth.now(), traits });
}

async function passwordHashOf(auth: AuthRuntime, params: Params): Promise<string> {
  if (params.password_hash === '') {
    return hashPassword(params.password || unguessable(), auth.settings.bcryptCost);
  }
  if (!/^\$2[aby]\$\d\d\$.{53}$/.test(params.password_hash)) throw internal('Error creating user');
  return params.password_hash;
}

/** POST /admin/users. Refuses with `email_exists` (422), `validation_failed` (400). */
export async function adminCreateUser(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const params = parseBody(request, body);
  if (params.email === '' && params.phone === '') {
    throw badRequest('Cannot create a user without either an email or phone');
  }
  if (params.phone !== '') throw badRequest('Phone signups are disabled', 'phone_provider_disabled');
  const email = readEmail(params.email);
  if (typeof params.password === 'string' && params.password_hash !== '') {
    throw badRequest('Only a password or a password hash should be provided');
  }
  if (params.password && Buffer.byteLength(params.password) > 72) {
    throw badRequest('bcrypt: password length exceeds 72 bytes');
  }
  if (params.id !== '' && !isUuid(params.id)) throw badRequest('ID must conform to the uuid v4 format');
  const ban = bannedUntil(params.ban_duration, auth.now());
  const passwordHash = await passwordHashOf(auth, params);
  return inTransaction(auth.pool, async (tx) => {
    await lockAddress(tx, email);
    if (await isAddressTaken(tx, email, null)) throw emailExists();
    const created = await createEmailUser(tx, auth, {
      id: params.id === '' ? randomUUID() : params.id.toLowerCase(),
      email,
      passwordHash,
      data: params.user_metadata ?? {},
      ...(params.role !== '' && { role: params.role.trim() }),
    }).catch((error: unknown) => {
      throw internal('Database error creating new user', error);
    });
    await auditAdmin(tx, auth, request, 'user_signedup', created);
    const confirmed = params.email_confirm ? await confirmUser(tx, created, auth.now()) : created;
    const raw_app_meta_data = mergeMetadata(confirmed.raw_app_meta_data, params.app_metadata ?? {});
    const user = await updateUser(tx, created.id, { ...ban, raw_app_meta_data }, auth.now());
    return json(await loadUserJson(tx, user));
  });
}

/** Also the softly deleted; `user_not_found` (404). */
export async function loadAnyUser(tx: Tx, id: string): Promise<UserRow> {
  if (!isUuid(id)) throw notFound('validation_failed', 'user_id must be an UUID');
  const { rows } = await tx.query<UserRow>('select * from auth.users where id = $1 for update', [id]);
  const user = rows[0];
  if (!user) throw notFound('user_not_found', 'User not found');
  return user;
}

/** GET /admin/users/{id}. */
export async function adminGetUser(auth: AuthRuntime, _request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => json(await loadUserJson(tx, await loadAnyUser(tx, id))));
}

async function applyUpdate(tx: Tx, auth: AuthRuntime, before: UserRow, params: Params): Promise<UserRow> {
  const now = auth.now();
  let user = params.email_confirm ? await confirmUser(tx, before, now) : before;
  if (typeof params.password === 'string') user = await setPassword(tx, auth, user, params.password);
  if (params.email !== '') {
    const email = params.email.toLowerCase();
    await setEmailIdentity(tx, user.id, { email, email_verified: params.email_confirm }, now);
    const is_anonymous = user.is_anonymous && !params.email_confirm;
    user = await updateUser(tx, user.id, { email, is_anonymous }, now);
  }
  const patch = {
    ...bannedUntil(params.ban_duration, auth.now()),
    ...(params.role !== '' && { role: params.role.trim() }),
    ...(params.app_metadata && {
      raw_app_meta_data: mergeMetadata(user.raw_app_meta_data, params.app_metadata),
    }),
    ...(params.user_metadata && {
      raw_user_meta_data: mergeMetadata(user.raw_user_meta_data, params.user_metadata),
    }),
  };
  return updateUser(tx, user.id, patch, now);
}

/** PUT /admin/users/{id}: changes without confirmation by mail. */
export async function adminUpdateUser(auth: AuthRuntime, request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const before = await loadAnyUser(tx, id);
    const params = parseBody(request, body);
    if (params.email !== '') readEmail(params.email);
    if (params.phone !== '') throw badRequest('Phone signups are disabled', 'phone_provider_disabled');
    if (typeof params.password === 'string') checkPassword(params.password, auth.settings);
    const user = await applyUpdate(tx, auth, before, params).catch((error: unknown) => {
      throw error instanceof ApiError ? error : internal('Error updating user', error);
    });
    await auditAdmin(tx, auth, request, 'user_modified', user);
    return json(await loadUserJson(tx, user));
  });
}
