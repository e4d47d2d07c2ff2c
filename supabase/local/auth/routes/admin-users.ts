import { createHash, randomUUID } from 'node:crypto';

import { z } from 'zod';

import { audit } from '../audit.ts';
import type { AuthRuntime } from '../auth-runtime.ts';
import { ApiError, badRequest, internal, notFound, unprocessable } from '../errors.ts';
import { isAddressTaken, setEmailIdentity } from '../identities.ts';
import { unguessable } from '../one-time-codes.ts';
import { clearOneTimeTokens } from '../one-time-tokens.ts';
import { checkPassword, hashPassword } from '../passwords.ts';
import type { Reply } from '../reply.ts';
import { json } from '../reply.ts';
import type { AuthRequest } from '../request.ts';
import { flag, isUuid, parseBody, readEmail, record, text } from '../request.ts';
import { endSessions } from '../sessions.ts';
import type { Tx } from '../transaction.ts';
import { inTransaction } from '../transaction.ts';
import { loadUserJson } from '../user-json.ts';
import type { UserRow } from '../users.ts';
import { confirmUser, lockAddress, mergeMetadata, updateUser } from '../users.ts';
import { createEmailUser } from './sign-up.ts';
import { setPassword } from './user.ts';

const body = z.object({
  id: text,
  role: text,
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

const unitMs: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A Go duration (`1h30m`, `300ms`) in milliseconds, `none` is 0; null when it is none. */
export function parseBanDuration(duration: string): number | null {
  if (duration === 'none' || duration === '0') return 0;
  const part = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/y;
  let total = 0;
  let at = 0;
  while (at < duration.length) {
    part.lastIndex = at;
    const match = part.exec(duration);
    if (!match) return null;
    total += Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
    at = part.lastIndex;
  }
  return total === 0 && duration === '' ? null : total;
}

function bannedUntil(auth: AuthRuntime, duration: string): { banned_until?: Date | null } {
  if (duration === '') return {};
  const ms = parseBanDuration(duration);
  if (ms === null) {
    throw badRequest(`invalid format for ban duration: time: invalid duration "${duration}"`);
  }
  return { banned_until: ms === 0 ? null : new Date(auth.now().getTime() + ms) };
}

const emailExists = () =>
  unprocessable('email_exists', 'A user with this email address has already been registered');

async function traitsEntry(
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
  const ban = bannedUntil(auth, params.ban_duration);
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
    await traitsEntry(tx, auth, request, 'user_signedup', created);
    const confirmed = params.email_confirm ? await confirmUser(tx, created, auth.now()) : created;
    const raw_app_meta_data = mergeMetadata(confirmed.raw_app_meta_data, params.app_metadata ?? {});
    const user = await updateUser(tx, created.id, { ...ban, raw_app_meta_data }, auth.now());
    return json(await loadUserJson(tx, user));
  });
}

/** GET /admin/users?page&per_page, newest first, with `x-total-count` and `link`. */
export async function adminListUsers(auth: AuthRuntime, request: AuthRequest): Promise<Reply> {
  const number = (name: string, fallback: number) => {
    const given = request.query.get(name) ?? '';
    if (given === '') return fallback;
    const value = Number(given);
    if (!Number.isSafeInteger(value) || value < 1 || value > 1_000_000) {
      throw badRequest(`Bad Pagination Parameters: strconv.ParseUint: parsing "${given}": invalid syntax`);
    }
    return value;
  };
  const page = number('page', 1);
  const perPage = number('per_page', 50);
  return inTransaction(auth.pool, async (tx) => {
    const filter = request.query.get('filter') ?? '';
    const pattern = filter === '' ? null : `%${filter}%`;
    const condition = `aud = 'authenticated'
      and ($1::text is null or email like $1 or raw_user_meta_data ->> 'full_name' ilike $1)`;
    const counted = await tx.query<{ total: string }>(
      `select count(*) as total from auth.users where ${condition}`,
      [pattern],
    );
    const { rows } = await tx.query<UserRow>(
      `select * from auth.users where ${condition} order by created_at desc, id limit $2 offset $3`,
      [pattern, perPage, (page - 1) * perPage],
    );
    const users = [];
    for (const row of rows) users.push(await loadUserJson(tx, row));
    const total = Number(counted.rows[0]?.total ?? 0);
    const last = Math.ceil(total / perPage);
    const link = (rel: string, to: number) =>
      `</admin/users?${new URLSearchParams({ page: String(to), per_page: String(perPage) }).toString()}>; rel="${rel}"`;
    const links = [...(last > page ? [link('next', page + 1)] : []), link('last', last)];
    return json({ users, aud: 'authenticated' }, { link: links.join(', '), 'x-total-count': String(total) });
  });
}

async function load(tx: Tx, id: string): Promise<UserRow> {
  if (!isUuid(id)) throw notFound('validation_failed', 'user_id must be an UUID');
  const { rows } = await tx.query<UserRow>('select * from auth.users where id = $1 for update', [id]);
  const user = rows[0];
  if (!user) throw notFound('user_not_found', 'User not found');
  return user;
}

/** GET /admin/users/{id}. */
export async function adminGetUser(auth: AuthRuntime, _request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => json(await loadUserJson(tx, await load(tx, id))));
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
    ...bannedUntil(auth, params.ban_duration),
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
    const before = await load(tx, id);
    const params = parseBody(request, body);
    if (params.email !== '') readEmail(params.email);
    if (params.phone !== '') throw badRequest('Phone signups are disabled', 'phone_provider_disabled');
    if (typeof params.password === 'string') checkPassword(params.password);
    const user = await applyUpdate(tx, auth, before, params).catch((error: unknown) => {
      throw error instanceof ApiError ? error : internal('Error updating user', error);
    });
    await traitsEntry(tx, auth, request, 'user_modified', user);
    return json(await loadUserJson(tx, user));
  });
}

async function softDelete(tx: Tx, auth: AuthRuntime, user: UserRow): Promise<void> {
  if (user.deleted_at !== null) return;
  const hidden = (value: string | null) =>
    value === null || value === ''
      ? value
      : createHash('sha256')
          .update(user.id + value)
          .digest('base64url');
  await clearOneTimeTokens(tx, user.id);
  await endSessions(tx, { user: user.id });
  await tx.query('delete from auth.mfa_factors where user_id = $1', [user.id]);
  await tx.query(
    `update auth.identities set identity_data = '{}', provider_id = encode(sha256((provider || provider_id)::bytea), 'hex')
     where user_id = $1`,
    [user.id],
  );
  const patch = {
    email: hidden(user.email),
    email_change: hidden(user.email_change),
    encrypted_password: null,
    raw_user_meta_data: {},
    raw_app_meta_data: {},
    deleted_at: auth.now(),
  };
  await updateUser(tx, user.id, patch, auth.now());
}

/** DELETE /admin/users/{id}; with `should_soft_delete` the row stays, made unrecognisable. */
export async function adminDeleteUser(auth: AuthRuntime, request: AuthRequest, id: string): Promise<Reply> {
  return inTransaction(auth.pool, async (tx) => {
    const user = await load(tx, id);
    const soft =
      request.body !== '' && parseBody(request, z.object({ should_soft_delete: flag })).should_soft_delete;
    await traitsEntry(tx, auth, request, 'user_deleted', user);
    if (soft) await softDelete(tx, auth, user);
    else {
      await tx.query('delete from auth.users where id = $1', [user.id]).catch((error: unknown) => {
        throw internal('Database error deleting user', error);
      });
    }
    return json({});
  });
}
