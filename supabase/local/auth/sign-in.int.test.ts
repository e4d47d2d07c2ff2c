import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import { hostedProject } from '../project-config.ts';
import type { AuthStack } from './support/auth-stack.ts';
import { hearErrors, makePerson, must, siteUrl, startAuthStack } from './support/auth-stack.ts';

let stack: AuthStack;
let count = 0;
let email = '';
const password = 'a good password';

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

/** Follows a mail's link as a browser would, up to the redirect. */
async function follow(link: URL | null): Promise<URL> {
  if (!link) throw new Error('the mail has no link');
  const response = await fetch(link, { redirect: 'manual' });
  expect(response.status).toBe(303);
  return new URL(response.headers.get('location') ?? '');
}

const fragmentOf = (url: URL) => new URLSearchParams(url.hash.slice(1));

describe('sign-up', () => {
  test('sends a confirmation; its link signs in by the fragment', async () => {
    const { user, session } = must(
      await stack.client().auth.signUp({
        email: email.toUpperCase(),
        password,
        options: { data: { full_name: 'Ann' }, emailRedirectTo: `${siteUrl}/welcome?next=1` },
      }),
    );
    expect(session).toBeNull();
    expect(user).toMatchObject({ email, role: 'authenticated', user_metadata: { full_name: 'Ann' } });
    expect(user?.identities).toHaveLength(1);
    expect(user?.email_confirmed_at).toBeUndefined();

    const arrived = await follow(stack.mail.last(email).link);
    expect(`${arrived.origin}${arrived.pathname}${arrived.search}`).toBe(`${siteUrl}/welcome?next=1`);
    const tokens = fragmentOf(arrived);
    expect(tokens.get('type')).toBe('signup');
    const client = stack.client();
    const signedIn = must(
      await client.auth.setSession({
        access_token: tokens.get('access_token') ?? '',
        refresh_token: tokens.get('refresh_token') ?? '',
      }),
    );
    expect(signedIn.user).toMatchObject({
      email,
      user_metadata: { full_name: 'Ann', email_verified: true },
      app_metadata: { provider: 'email', providers: ['email'] },
    });
    expect(signedIn.user?.identities?.[0]?.identity_data).toMatchObject({ email, email_verified: true });
  });

  test('the code of the mail confirms as well, once', async () => {
    must(await stack.client().auth.signUp({ email, password }));
    const token = stack.mail.last(email).code;
    const { session } = must(await stack.client().auth.verifyOtp({ email, token, type: 'email' }));
    expect(session?.user.email).toBe(email);
    const again = await stack.client().auth.verifyOtp({ email, token, type: 'signup' });
    expect(again.error).toMatchObject({
      status: 403,
      code: 'otp_expired',
      message: 'Token has expired or is invalid',
    });
  });

  test('a password does not sign in before the address is confirmed', async () => {
    must(await stack.client().auth.signUp({ email, password }));
    const refused = await stack.client().auth.signInWithPassword({ email, password });
    expect(refused.error).toMatchObject({
      status: 400,
      code: 'email_not_confirmed',
      message: 'Email not confirmed',
    });
  });

  test('an address that is taken gets an answer that looks new, no mail, and no change', async () => {
    await makePerson(stack, email, password);
    const before = stack.mail.mails.length;
    const { user } = must(await stack.client().auth.signUp({ email, password: 'another password' }));
    expect(user).toMatchObject({ email, identities: [] });
    expect(stack.mail.mails).toHaveLength(before);
    const rows = await stack.query<{ id: string }>('select id from auth.users where email = $1', [email]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.id).not.toBe(user?.id);
    must(await stack.client().auth.signInWithPassword({ email, password }));
  });

  test('two sign-ups for one address at the same moment make one person', async () => {
    const both = await Promise.all([1, 2].map(() => stack.client().auth.signUp({ email, password })));
    for (const { error } of both) expect(error).toBeNull();
    const rows = await stack.query('select 1 from auth.users where email = $1', [email]);
    expect(rows).toHaveLength(1);
  });

  test('refuses weak, over-long and missing passwords, malformed addresses and phones', async () => {
    const { auth } = stack.client();
    const weak = await auth.signUp({ email, password: '12345' });
    expect(weak.error).toMatchObject({ status: 422, code: 'weak_password', reasons: ['length'] });
    const long = await auth.signUp({ email, password: 'x'.repeat(73) });
    expect(long.error).toMatchObject({ status: 400, code: 'validation_failed' });
    const none = await auth.signUp({ email, password: '' });
    expect(none.error).toMatchObject({ message: 'Signup requires a valid password' });
    const malformed = await auth.signUp({ email: 'no address', password });
    expect(malformed.error).toMatchObject({ message: 'Unable to validate email address: invalid format' });
    const phone = await auth.signUp({ phone: '+4912345', password });
    expect(phone.error).toMatchObject({ code: 'phone_provider_disabled' });
  });

  test('a trigger on auth.users that fails undoes the sign-up and runs without superuser rights', async () => {
    await stack.query('create table public.seen (who text)');
    await stack.query(
      'create function public.see() returns trigger language plpgsql as $$ begin insert into public.seen values (current_user); return new; end $$',
    );
    await stack.query(
      'create trigger see after insert on auth.users for each row execute function public.see()',
    );
    try {
      const errors = hearErrors();
      const refused = await stack.client().auth.signUp({ email, password });
      expect(refused.error).toMatchObject({ status: 500, message: 'Database error saving new user' });
      expect(errors).toEqual([expect.stringContaining('permission denied for table seen')]);
      expect(await stack.query('select 1 from auth.users where email = $1', [email])).toEqual([]);
    } finally {
      await stack.query('drop trigger see on auth.users');
    }
  });

  test('asks again by resend; only the newer link works', async () => {
    must(await stack.client().auth.signUp({ email, password }));
    const first = stack.mail.last(email);
    must(await stack.client().auth.resend({ type: 'signup', email }));
    expect(fragmentOf(await follow(first.link)).get('error_code')).toBe('otp_expired');
    expect(fragmentOf(await follow(stack.mail.last(email).link)).get('access_token')).toBeTruthy();
    const sent = stack.mail.mails.length;
    must(await stack.client().auth.resend({ type: 'signup', email }));
    must(await stack.client().auth.resend({ type: 'signup', email: 'nobody@example.com' }));
    expect(stack.mail.mails).toHaveLength(sent);
  });
});

describe('password', () => {
  test('signs in; the token carries the claims and verifies against the published keys', async () => {
    const person = await makePerson(stack, email);
    const client = stack.client();
    const { session } = must(await client.auth.signInWithPassword(person));
    expect(session?.expires_in).toBe(hostedProject.auth.accessTokenTtlS);
    const { data, error } = await client.auth.getClaims(session?.access_token);
    expect(error).toBeNull();
    expect(data?.header).toMatchObject({ alg: 'ES256', kid: stack.ctx.keys.signingKey.kid });
    expect(data?.claims).toMatchObject({
      iss: `${stack.url}/auth/v1`,
      sub: person.user.id,
      aud: 'authenticated',
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'password', timestamp: expect.any(Number) }],
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email,
      phone: '',
      is_anonymous: false,
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { email_verified: true },
    });
    const rows = await stack.query<Record<string, unknown>>(
      'select aal, not_after, user_agent, host(ip) as ip from auth.sessions where user_id = $1',
      [person.user.id],
    );
    expect(rows).toEqual([{ aal: 'aal1', not_after: null, user_agent: expect.any(String), ip: '127.0.0.1' }]);
  });

  test('says the same for a wrong password, an unknown address and a person without a password', async () => {
    await makePerson(stack, email);
    must(await stack.admin().auth.admin.inviteUserByEmail(`invited-${email}`));
    const { auth } = stack.client();
    for (const address of [email, `unknown-${email}`, `invited-${email}`]) {
      const refused = await auth.signInWithPassword({ email: address, password: 'wrong password' });
      expect(refused.error).toMatchObject({
        status: 400,
        code: 'invalid_credentials',
        message: 'Invalid login credentials',
      });
    }
  });
});

describe('link and code', () => {
  test('signs a known person in by code, whose mail is good for an hour', async () => {
    await makePerson(stack, email);
    must(await stack.client().auth.signInWithOtp({ email }));
    const { code } = stack.mail.last(email);
    const wrong = code === '000000' ? '000001' : '000000';
    const refused = await stack.client().auth.verifyOtp({ email, token: wrong, type: 'email' });
    expect(refused.error).toMatchObject({ code: 'otp_expired' });
    stack.advance(3601);
    const late = await stack.client().auth.verifyOtp({ email, token: code, type: 'email' });
    expect(late.error).toMatchObject({ code: 'otp_expired' });
    must(await stack.client().auth.signInWithOtp({ email }));
    const fresh = stack.mail.last(email).code;
    const { session } = must(await stack.client().auth.verifyOtp({ email, token: fresh, type: 'magiclink' }));
    expect(session?.user.email).toBe(email);
  });

  test('signs a new person up, unless told not to', async () => {
    const closed = await stack.client().auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
    expect(closed.error).toMatchObject({
      status: 422,
      code: 'otp_disabled',
      message: 'Signups not allowed for otp',
    });
    must(await stack.client().auth.signInWithOtp({ email, options: { data: { nick: 'Bo' } } }));
    const { code } = stack.mail.last(email);
    const { user } = must(await stack.client().auth.verifyOtp({ email, token: code, type: 'email' }));
    expect(user?.user_metadata).toMatchObject({ nick: 'Bo', email_verified: true });
  });

  test('a code tried twice at the same moment opens one session', async () => {
    const { user } = await makePerson(stack, email);
    must(await stack.client().auth.signInWithOtp({ email }));
    const token = stack.mail.last(email).code;
    const both = await Promise.all(
      [1, 2].map(() => stack.client().auth.verifyOtp({ email, token, type: 'email' })),
    );
    expect(both.filter(({ error }) => error === null)).toHaveLength(1);
    const sessions = await stack.query('select 1 from auth.sessions where user_id = $1', [user.id]);
    expect(sessions).toHaveLength(1);
  });

  test('a token_hash verifies without the address', async () => {
    await makePerson(stack, email);
    must(await stack.client().auth.signInWithOtp({ email }));
    const token_hash = stack.mail.last(email).link?.searchParams.get('token') ?? '';
    const { session } = must(await stack.client().auth.verifyOtp({ token_hash, type: 'email' }));
    expect(session?.user.email).toBe(email);
    const again = await stack.client().auth.verifyOtp({ token_hash, type: 'email' });
    expect(again.error).toMatchObject({ message: 'Email link is invalid or has expired' });
  });

  test('the database keeps neither code nor link', async () => {
    await makePerson(stack, email);
    must(await stack.client().auth.signInWithOtp({ email }));
    const { code, link } = stack.mail.last(email);
    const rows = await stack.query<{ row: string }>('select t::text as row from auth.one_time_tokens t');
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored).not.toContain(link?.searchParams.get('token'));
    expect(stored).not.toContain(`,${code},`);
  });

  test('leads only where the project allows', async () => {
    await makePerson(stack, email);
    const leadsTo = async (emailRedirectTo: string) => {
      must(await stack.client().auth.signInWithOtp({ email, options: { emailRedirectTo } }));
      return (await follow(stack.mail.last(email).link)).toString().split('#')[0];
    };
    expect(await leadsTo('https://evil.example/steal')).toBe(`${siteUrl}/`);
    expect(await leadsTo('https://app.example.com/a/b')).toBe('https://app.example.com/a/b');
    expect(await leadsTo('parley://open')).toBe('parley://open');
  });
});

describe('recovery', () => {
  test('a reset link signs in, and the new password replaces the old one', async () => {
    const person = await makePerson(stack, email);
    must(await stack.client().auth.resetPasswordForEmail(email));
    const tokens = fragmentOf(await follow(stack.mail.last(email).link));
    expect(tokens.get('type')).toBe('recovery');
    const client = stack.client();
    must(
      await client.auth.setSession({
        access_token: tokens.get('access_token') ?? '',
        refresh_token: tokens.get('refresh_token') ?? '',
      }),
    );
    must(await client.auth.updateUser({ password: 'the new password' }));
    const old = await stack.client().auth.signInWithPassword(person);
    expect(old.error).toMatchObject({ code: 'invalid_credentials' });
    must(await stack.client().auth.signInWithPassword({ email, password: 'the new password' }));
  });

  test('an unknown address gets the same answer and no mail', async () => {
    const before = stack.mail.mails.length;
    must(await stack.client().auth.resetPasswordForEmail(email));
    expect(stack.mail.mails).toHaveLength(before);
  });
});

describe('PKCE', () => {
  test('the link leads back with a code that this browser alone can exchange, once', async () => {
    const client = stack.client({ flowType: 'pkce' });
    must(
      await client.auth.signUp({ email, password, options: { emailRedirectTo: `${siteUrl}/auth/callback` } }),
    );
    const arrived = await follow(stack.mail.last(email).link);
    expect(arrived.hash).toBe('');
    const code = arrived.searchParams.get('code') ?? '';
    expect(await stack.query('select 1 from auth.flow_state where auth_code = $1', [code])).toEqual([]);

    const stranger = await stack.request('/token?grant_type=pkce', {
      method: 'POST',
      body: JSON.stringify({ auth_code: code, code_verifier: 'x'.repeat(56) }),
    });
    expect(stranger.status).toBe(400);
    expect(stranger.headers.get('x-sb-error-code')).toBe('bad_code_verifier');

    const { session } = must(await client.auth.exchangeCodeForSession(code));
    expect(session?.user.email).toBe(email);
    const again = await stack.request('/token?grant_type=pkce', {
      method: 'POST',
      body: JSON.stringify({ auth_code: code, code_verifier: 'x'.repeat(56) }),
    });
    expect(again.status).toBe(404);
    expect(again.headers.get('x-sb-error-code')).toBe('flow_state_not_found');
  });

  test('the code of the mail works without the exchange', async () => {
    await makePerson(stack, email);
    const client = stack.client({ flowType: 'pkce' });
    must(await client.auth.signInWithOtp({ email }));
    const token = stack.mail.last(email).code;
    const { session } = must(await stack.client().auth.verifyOtp({ email, token, type: 'email' }));
    expect(session?.user.email).toBe(email);
  });

  test('a late exchange and a spent link are refused', async () => {
    await makePerson(stack, email);
    const client = stack.client({ flowType: 'pkce' });
    must(await client.auth.resetPasswordForEmail(email));
    const { link } = stack.mail.last(email);
    const code = (await follow(link)).searchParams.get('code') ?? '';
    const spent = await follow(link);
    expect(spent.searchParams.get('error_code')).toBe('otp_expired');
    expect(fragmentOf(spent).get('error')).toBe('access_denied');
    stack.advance(301);
    const late = await client.auth.exchangeCodeForSession(code);
    expect(late.error).toMatchObject({ status: 422, code: 'flow_state_expired' });
  });
});
