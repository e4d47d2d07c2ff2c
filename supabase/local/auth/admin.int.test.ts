import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import type { AuthStack } from './support/auth-stack.ts';
import { makePerson, must, siteUrl, startAuthStack } from './support/auth-stack.ts';

let stack: AuthStack;
let count = 0;
let email = '';

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'));
});
afterAll(async () => {
  await stack.close();
});
beforeEach(() => {
  count += 1;
  email = `person${count}@example.com`;
});

const taken = {
  status: 422,
  code: 'email_exists',
  message: 'A user with this email address has already been registered',
};

const listWith = async (query: Record<string, string>): Promise<unknown> => {
  const authorization = `Bearer ${stack.ctx.keys.secretKey}`;
  const path = `/admin/users?${new URLSearchParams(query).toString()}`;
  return (await stack.request(path, { headers: { authorization } })).json();
};

describe('people', () => {
  test('are made, with the given id, data and roles, confirmed or not', async () => {
    const { admin } = stack.admin().auth;
    const id = randomUUID();
    const { user } = must(
      await admin.createUser({
        id,
        email: email.toUpperCase(),
        password: 'a good password',
        email_confirm: true,
        user_metadata: { name: 'Ann' },
        app_metadata: { plan: 'pro' },
      }),
    );
    expect(user).toMatchObject({
      id,
      email,
      user_metadata: { name: 'Ann', email_verified: true },
      app_metadata: { provider: 'email', providers: ['email'], plan: 'pro' },
    });
    must(await stack.client().auth.signInWithPassword({ email, password: 'a good password' }));
    expect((await admin.createUser({ email })).error).toMatchObject(taken);
    expect((await admin.createUser({})).error).toMatchObject({ status: 400, code: 'validation_failed' });
  });

  test('are listed newest first, in pages', async () => {
    const { admin } = stack.admin().auth;
    for (const name of ['a', 'b', 'c']) {
      stack.advance(1);
      await makePerson(stack, `${name}-${email}`);
    }
    const first = must(await admin.listUsers({ page: 1, perPage: 2 }));
    expect(first.users.map((user) => user.email)).toEqual([`c-${email}`, `b-${email}`]);
    expect(first).toMatchObject({ aud: 'authenticated', nextPage: 2 });
    const rows = await stack.query<{ total: string }>('select count(*) as total from auth.users');
    expect(first.total).toBe(Number(rows[0]?.total));
    const second = must(await admin.listUsers({ page: 2, perPage: 2 }));
    expect(second.users[0]?.email).toBe(`a-${email}`);
  });

  test('are found by part of an address or name, in either order', async () => {
    const names = [`Zoë ${email}`, `Zoë Ann ${email}`];
    for (const [index, full_name] of names.entries()) {
      stack.advance(1);
      const user_metadata = { full_name };
      must(await stack.admin().auth.admin.createUser({ email: `${index}-${email}`, user_metadata }));
    }
    const found = { users: [{ email: `0-${email}` }, { email: `1-${email}` }] };
    expect(await listWith({ filter: `-${email}`, sort: 'created_at asc' })).toMatchObject(found);
    expect(await listWith({ filter: `zoë ann ${email}` })).toMatchObject({
      users: [{ email: `1-${email}` }],
    });
    expect(await listWith({ sort: 'email' })).toMatchObject({
      msg: "Bad Sort Parameters: bad field for sort 'email'",
    });
  });

  test('are changed without mails, and a new password ends their sessions', async () => {
    const { admin } = stack.admin().auth;
    const person = await makePerson(stack, email);
    const { session } = must(await stack.client().auth.signInWithPassword(person));
    const before = stack.mail.mails.length;
    const { user } = must(
      await admin.updateUserById(person.user.id, {
        email: `new-${email}`,
        email_confirm: true,
        password: 'another password',
        app_metadata: { plan: 'free' },
        user_metadata: { name: 'Bo' },
      }),
    );
    expect(user).toMatchObject({
      email: `new-${email}`,
      app_metadata: { plan: 'free' },
      user_metadata: { name: 'Bo' },
    });
    expect(stack.mail.mails).toHaveLength(before);
    const stale = await stack.client().auth.refreshSession(session);
    expect(stale.error).toMatchObject({ code: 'refresh_token_not_found' });
    must(
      await stack.client().auth.signInWithPassword({ email: `new-${email}`, password: 'another password' }),
    );
    const weak = await admin.updateUserById(person.user.id, { password: 'x' });
    expect(weak.error).toMatchObject({ status: 422, code: 'weak_password' });
  });

  test('are deleted, softly or whole; their sessions end', async () => {
    const { admin } = stack.admin().auth;
    const person = await makePerson(stack, email);
    const { session } = must(await stack.client().auth.signInWithPassword(person));
    must(await admin.deleteUser(person.user.id, true));
    expect((await stack.client().auth.getUser(session.access_token)).error).toMatchObject({
      code: 'user_not_found',
    });
    const rows = await stack.query<{ email: string; deleted: boolean }>(
      'select email, deleted_at is not null as deleted from auth.users where id = $1',
      [person.user.id],
    );
    expect(rows).toEqual([{ email: expect.not.stringContaining('@'), deleted: true }]);
    const again = await makePerson(stack, email);
    must(await admin.deleteUser(again.user.id));
    expect((await admin.getUserById(again.user.id)).error).toMatchObject({
      status: 404,
      code: 'user_not_found',
      message: 'User not found',
    });
    const left = await stack.query('select 1 from auth.identities where user_id = $1', [again.user.id]);
    expect(left).toEqual([]);
  });
});

describe('invitations and links', () => {
  test('an invited person arrives signed in and sets a password', async () => {
    const { user } = must(
      await stack.admin().auth.admin.inviteUserByEmail(email, {
        data: { name: 'Cy' },
        redirectTo: `${siteUrl}/join`,
      }),
    );
    expect(user.invited_at).toBeTruthy();
    const { link, subject } = stack.mail.last(email);
    expect(subject).toBe('You have been invited');
    const response = await fetch(link ?? '', { redirect: 'manual' });
    const arrived = new URL(response.headers.get('location') ?? '');
    expect(arrived.pathname).toBe('/join');
    const tokens = new URLSearchParams(arrived.hash.slice(1));
    const client = stack.client();
    must(
      await client.auth.setSession({
        access_token: tokens.get('access_token') ?? '',
        refresh_token: tokens.get('refresh_token') ?? '',
      }),
    );
    must(await client.auth.updateUser({ password: 'a good password' }));
    must(await stack.client().auth.signInWithPassword({ email, password: 'a good password' }));
    expect((await stack.admin().auth.admin.inviteUserByEmail(email)).error).toMatchObject(taken);
  });

  test.each(['magiclink', 'recovery', 'signup', 'invite'] as const)(
    'a %s link signs in, unsent',
    async (type) => {
      const exists = type === 'magiclink' || type === 'recovery';
      if (exists) await makePerson(stack, email);
      const before = stack.mail.mails.length;
      const { admin } = stack.admin().auth;
      const { properties } = must(
        await (type === 'signup'
          ? admin.generateLink({ type, email, password: 'a good password' })
          : admin.generateLink({ type, email, options: { redirectTo: `${siteUrl}/in` } })),
      );
      expect(stack.mail.mails).toHaveLength(before);
      expect(properties.verification_type).toBe(type);
      const link = new URL(properties.action_link);
      expect(link.searchParams.get('token')).toBe(properties.hashed_token);
      const { session } = must(
        await stack
          .client()
          .auth.verifyOtp({ email, token: properties.email_otp, type: exists ? 'email' : type }),
      );
      expect(session?.user.email).toBe(email);
      const response = await fetch(link, { redirect: 'manual' });
      expect(response.headers.get('location')).toContain('error_code=otp_expired');
    },
  );

  test('a magic link for somebody new is a sign-up; a reset for nobody is refused', async () => {
    const { admin } = stack.admin().auth;
    const { properties } = must(await admin.generateLink({ type: 'magiclink', email }));
    expect(properties.verification_type).toBe('signup');
    const nobody = await admin.generateLink({ type: 'recovery', email: `nobody-${email}` });
    expect(nobody.error).toMatchObject({ status: 404, code: 'user_not_found' });
    await makePerson(stack, `known-${email}`);
    const known = await admin.generateLink({ type: 'invite', email: `known-${email}` });
    expect(known.error).toMatchObject(taken);
  });
});

describe('only the secret key opens this', () => {
  test('not the publishable key, nor a person’s token, nor nothing', async () => {
    const person = await makePerson(stack, email);
    const client = stack.client();
    const refused = { status: 403, code: 'not_admin', message: 'User not allowed' };
    expect((await client.auth.admin.listUsers()).error).toMatchObject(refused);
    const { session } = must(await client.auth.signInWithPassword(person));
    for (const path of ['/admin/users', `/admin/users/${person.user.id}`]) {
      const response = await stack.request(path, {
        headers: { authorization: `Bearer ${session.access_token}`, 'x-supabase-api-version': '2024-01-01' },
      });
      expect([response.status, await response.json()]).toEqual([
        403,
        { code: 'not_admin', message: 'User not allowed' },
      ]);
    }
    expect((await stack.request('/admin/users')).status).toBe(401);
    const withKey = { authorization: `Bearer ${session.access_token}`, apikey: stack.ctx.keys.secretKey };
    expect((await stack.request('/admin/users', { headers: withKey })).status).toBe(403);
    expect((await stack.request('/invite', { method: 'POST', body: '{}' })).status).toBe(401);
  });
});

describe('the schema', () => {
  test('lets postgres use the tables and not alter them, and others only call the functions', async () => {
    const rows = await stack.query<{ name: string; owner: string; rights: string[]; foreign: boolean }>(
      `select c.relname as name, pg_get_userbyid(c.relowner) as owner,
         array(select p from unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) p
               where has_table_privilege('postgres', c.oid, p)) as rights,
         has_table_privilege('authenticated', c.oid, 'SELECT') or has_table_privilege('anon', c.oid, 'SELECT')
           or has_table_privilege('service_role', c.oid, 'SELECT') as foreign
       from pg_class c where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'`,
    );
    const names = rows.map(({ name }) => name);
    for (const table of [
      'users',
      'identities',
      'sessions',
      'refresh_tokens',
      'mfa_factors',
      'one_time_tokens',
    ]) {
      expect(names).toContain(table);
    }
    for (const { owner, rights, foreign } of rows) {
      expect(owner).toBe('supabase_auth_admin');
      expect(rights).toEqual(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'TRIGGER']);
      expect(foreign).toBe(false);
    }
  });

  test('reads the caller from the claims', async () => {
    const client = await stack.ctx.pool.connect();
    try {
      await client.query('begin; set local role authenticated');
      const sub = randomUUID();
      const claims = JSON.stringify({ sub, role: 'authenticated', email: 'a@example.com' });
      await client.query("select set_config('request.jwt.claims', $1, true)", [claims]);
      const { rows } = await client.query(
        'select auth.uid() as uid, auth.role() as role, auth.email() as email, auth.jwt() as jwt',
      );
      expect(rows).toEqual([
        { uid: sub, role: 'authenticated', email: 'a@example.com', jwt: JSON.parse(claims) as unknown },
      ]);
      await client.query("select set_config('request.jwt.claims', '', true)");
      const nobody = await client.query('select auth.uid() as uid, auth.jwt() as jwt');
      expect(nobody.rows).toEqual([{ uid: null, jwt: null }]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
