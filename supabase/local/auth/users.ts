import { internal } from './errors.ts';
import type { Tx } from './transaction.ts';

export type Metadata = Record<string, unknown>;

/** A row of auth.users, as far as this service uses it. */
export type UserRow = {
  id: string;
  aud: string;
  role: string;
  email: string | null;
  phone: string | null;
  encrypted_password: string | null;
  email_confirmed_at: Date | null;
  phone_confirmed_at: Date | null;
  confirmed_at: Date | null;
  invited_at: Date | null;
  confirmation_sent_at: Date | null;
  recovery_sent_at: Date | null;
  email_change: string | null;
  email_change_sent_at: Date | null;
  email_change_confirm_status: number;
  reauthentication_sent_at: Date | null;
  last_sign_in_at: Date | null;
  raw_app_meta_data: Metadata | null;
  raw_user_meta_data: Metadata | null;
  created_at: Date;
  updated_at: Date;
  banned_until: Date | null;
  deleted_at: Date | null;
  is_anonymous: boolean;
};

const instanceId = '00000000-0000-0000-0000-000000000000';

/** The person, unless softly deleted; with `lock` the row waits for nobody else's change until the commit. */
export async function findUser(
  tx: Tx,
  by: { id: string } | { email: string },
  options: { lock?: boolean } = {},
): Promise<UserRow | null> {
  const [condition, value] =
    'id' in by ? ['id = $1', by.id] : ['lower(email) = $1 and is_sso_user = false', by.email.toLowerCase()];
  const { rows } = await tx.query<UserRow>(
    `select * from auth.users where ${condition} and deleted_at is null limit 1${options.lock ? ' for update' : ''}`,
    [value],
  );
  return rows[0] ?? null;
}

/** Sign-ups for one address wait for each other, so that the second finds the first's person. */
export async function lockAddress(tx: Tx, email: string): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('auth.email:' || $1, 0))", [email]);
}

export type NewUser = {
  id: string;
  email: string | null;
  passwordHash: string;
  appMetadata: Metadata;
  userMetadata: Metadata;
  isAnonymous: boolean;
  role?: string;
};

/** Inserts a person. Throws `unexpected_failure` (500) when a trigger or constraint refuses, as hosted does. */
export async function insertUser(tx: Tx, user: NewUser, now: Date): Promise<UserRow> {
  const inserted = await tx
    .query<UserRow>(
      `insert into auth.users (instance_id, id, aud, role, email, encrypted_password, raw_app_meta_data,
         raw_user_meta_data, is_anonymous, created_at, updated_at, confirmation_token, recovery_token,
         email_change_token_new, email_change)
       values ($1, $2, 'authenticated', $3, $4, $5, $6, $7, $8, $9, $9, '', '', '', '')
       returning *`,
      [
        instanceId,
        user.id,
        user.role ?? 'authenticated',
        user.email,
        user.passwordHash,
        user.appMetadata,
        user.userMetadata,
        user.isAnonymous,
        now,
      ],
    )
    .catch((error: unknown) => {
      throw internal('Database error saving new user', error);
    });
  const row = inserted.rows[0];
  if (!row) throw internal('Database error saving new user');
  return row;
}

type Patch = Partial<Omit<UserRow, 'id' | 'confirmed_at' | 'created_at' | 'updated_at'>>;

/** Sets the named columns and answers the row as triggers left it. */
export async function updateUser(tx: Tx, id: string, patch: Patch, now: Date): Promise<UserRow> {
  const entries = Object.entries(patch);
  const assignments = entries.map(([column], index) => `"${column}" = $${index + 3}`);
  const { rows } = await tx.query<UserRow>(
    `update auth.users set ${['updated_at = $2', ...assignments].join(', ')} where id = $1 returning *`,
    [id, now, ...entries.map(([, value]) => value)],
  );
  const row = rows[0];
  if (!row) throw internal('Database error updating user');
  return row;
}

/** Sets keys; null removes one. */
export function mergeMetadata(current: Metadata | null, changes: Metadata): Metadata {
  const merged = { ...current, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

/** Marks the address as confirmed and ends every open code and link of the person. */
export async function confirmUser(tx: Tx, user: UserRow, now: Date): Promise<UserRow> {
  await tx.query('delete from auth.one_time_tokens where user_id = $1', [user.id]);
  return updateUser(
    tx,
    user.id,
    {
      email_confirmed_at: now,
      raw_user_meta_data: mergeMetadata(user.raw_user_meta_data, { email_verified: true }),
    },
    now,
  );
}

export const isBanned = (user: UserRow, now: Date): boolean =>
  user.banned_until !== null && user.banned_until > now;
export const hasPassword = (user: UserRow): boolean => (user.encrypted_password ?? '') !== '';
