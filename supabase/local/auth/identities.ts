import { randomUUID } from 'node:crypto';

import { internal } from './errors.ts';
import type { Tx } from './transaction.ts';
import type { Metadata, UserRow } from './users.ts';
import { mergeMetadata, updateUser } from './users.ts';

export type IdentityRow = {
  id: string;
  provider_id: string;
  user_id: string;
  identity_data: Metadata;
  provider: string;
  email: string | null;
  last_sign_in_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

export async function listIdentities(tx: Tx, userId: string): Promise<IdentityRow[]> {
  const { rows } = await tx.query<IdentityRow>(
    'select * from auth.identities where user_id = $1 order by created_at, id',
    [userId],
  );
  return rows;
}

/** The e-mail identity of a person: made when there is none, else brought up to date. */
export async function setEmailIdentity(
  tx: Tx,
  userId: string,
  data: { email: string; email_verified: boolean } & Metadata,
  now: Date,
): Promise<void> {
  const own = { ...data, sub: userId, phone_verified: false };
  await tx
    .query(
      `insert into auth.identities (id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
       values ($1, $2::text, $2::uuid, $3, 'email', $4, $4, $4)
       on conflict (provider_id, provider) do update
         set identity_data = auth.identities.identity_data || $5, updated_at = $4`,
      [randomUUID(), userId, own, now, { email: data.email, email_verified: data.email_verified }],
    )
    .catch((error: unknown) => {
      throw internal('Error creating identity', error);
    });
}

export async function findIdentity(
  tx: Tx,
  provider: string,
  providerId: string,
): Promise<IdentityRow | null> {
  const { rows } = await tx.query<IdentityRow>(
    'select * from auth.identities where provider = $1 and provider_id = $2',
    [provider, providerId],
  );
  return rows[0] ?? null;
}

/** Another way to sign in for a person: what the provider calls them. */
export async function insertIdentity(
  tx: Tx,
  identity: { userId: string; provider: string; profile: { subject: string; data: Metadata } },
  now: Date,
): Promise<IdentityRow> {
  const { userId, provider, profile } = identity;
  const { rows } = await tx
    .query<IdentityRow>(
      `insert into auth.identities (id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $6, $6) returning *`,
      [randomUUID(), profile.subject, userId, profile.data, provider, now],
    )
    .catch((error: unknown) => {
      throw internal('Error creating identity', error);
    });
  const row = rows[0];
  if (row === undefined) throw internal('Error creating identity');
  return row;
}

export async function setIdentityData(tx: Tx, identity: IdentityRow, data: Metadata): Promise<IdentityRow> {
  await tx.query('update auth.identities set identity_data = $2 where id = $1', [identity.id, data]);
  return { ...identity, identity_data: data };
}

export async function removeOtherIdentities(tx: Tx, kept: IdentityRow): Promise<void> {
  await tx.query('delete from auth.identities where user_id = $1 and id <> $2', [kept.user_id, kept.id]);
}

/** Names the providers of a person in app_metadata. */
export async function refreshProviders(tx: Tx, user: UserRow, now: Date): Promise<UserRow> {
  const identities = await listIdentities(tx, user.id);
  const providers = [...new Set(identities.map((identity) => identity.provider))];
  const first = providers[0];
  const changes = first === undefined ? { providers } : { providers, provider: first };
  return updateUser(tx, user.id, { raw_app_meta_data: mergeMetadata(user.raw_app_meta_data, changes) }, now);
}

/** Whether another person has this address, by their account or one of their identities. */
export async function isAddressTaken(tx: Tx, email: string, exceptUserId: string | null): Promise<boolean> {
  const { rows } = await tx.query(
    `select 1 from auth.users where lower(email) = $1 and is_sso_user = false and id is distinct from $2::uuid
     union all
     select 1 from auth.identities where email = $1 and user_id is distinct from $2::uuid limit 1`,
    [email, exceptUserId],
  );
  return rows.length > 0;
}
