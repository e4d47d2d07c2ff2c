import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import type { AuthStack } from '../support/auth-stack.ts';
import { makePerson, must, siteUrl, startAuthStack } from '../support/auth-stack.ts';
import type { FakeGoogle } from '../support/fake-google.ts';
import { startFakeGoogle, throughGoogle } from '../support/fake-google.ts';

let stack: AuthStack;
let google: FakeGoogle;
let count = 0;

beforeAll(async () => {
  google = await startFakeGoogle();
  stack = await startAuthStack(inject('postgres'), { config: { google: google.settings } });
});
afterAll(async () => {
  await stack.close();
  await google.close();
});
beforeEach(() => {
  count += 1;
  const email = `person${count}@example.com`;
  google.person = { sub: `sub-${count}`, email, email_verified: true, name: 'Ann' };
});

const begin = async (flowType: 'pkce' | 'implicit', redirectTo = `${siteUrl}/welcome`) => {
  const client = stack.client({ flowType });
  const { url } = must(
    await client.auth.signInWithOAuth({ provider: 'google', options: { redirectTo, scopes: 'calendar' } }),
  );
  return { client, url };
};

const signIn = async () => {
  const { client, url } = await begin('pkce');
  const back = await throughGoogle(url);
  return {
    back,
    ...must(await client.auth.exchangeCodeForSession(back.searchParams.get('code') ?? '')),
  };
};

describe('a new person', () => {
  test('arrives with a code that their browser exchanges, once', async () => {
    const { client, url } = await begin('pkce');
    const asked = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
    expect(asked.searchParams.get('redirect_uri')).toBe(`${stack.url}/auth/v1/callback`);
    expect(asked.searchParams.get('scope')).toBe('email profile calendar');
    const back = await throughGoogle(url);
    expect(`${back.origin}${back.pathname}`).toBe(`${siteUrl}/welcome`);
    const code = back.searchParams.get('code') ?? '';
    const { session, user } = must(await client.auth.exchangeCodeForSession(code));
    expect(session).toMatchObject({
      provider_token: 'google access token',
      provider_refresh_token: 'google refresh token',
    });
    expect(user).toMatchObject({
      email: google.person.email,
      app_metadata: { provider: 'google', providers: ['google'] },
      user_metadata: { name: 'Ann', full_name: 'Ann', sub: google.person.sub, email_verified: true },
      identities: [{ provider: 'google', id: google.person.sub }],
    });
    const claims = must(await client.auth.getClaims(session.access_token))?.claims;
    expect(claims?.amr).toMatchObject([{ method: 'oauth' }]);
    const again = await stack.request('/token?grant_type=pkce', {
      method: 'POST',
      body: JSON.stringify({ auth_code: code, code_verifier: 'x'.repeat(43) }),
    });
    expect([again.status, again.headers.get('x-sb-error-code')]).toEqual([404, 'flow_state_not_found']);
  });

  test('arrives with tokens in the fragment where the app asked for that', async () => {
    const { url } = await begin('implicit');
    const fragment = new URLSearchParams((await throughGoogle(url)).hash.slice(1));
    expect(fragment.get('provider_token')).toBe('google access token');
    expect(fragment.get('token_type')).toBe('bearer');
    const { user } = must(await stack.client().auth.getUser(fragment.get('access_token') ?? ''));
    expect(user.email).toBe(google.person.email);
    expect(await stack.query('select 1 from auth.flow_state where user_id = $1', [user.id])).toEqual([]);
  });

  test('is the same person the next time, with what the provider says then', async () => {
    const first = await signIn();
    google.person = { ...google.person, name: 'Ann B.' };
    const second = await signIn();
    expect(second.user.id).toBe(first.user.id);
    expect(second.user.user_metadata).toMatchObject({ name: 'Ann B.' });
  });

  test('with an unverified address gets a mail and no session', async () => {
    google.person = { ...google.person, email_verified: false };
    const back = await throughGoogle((await begin('pkce')).url);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: 'access_denied',
      error_code: 'provider_email_needs_verification',
      error_description:
        'Unverified email with google. A confirmation email has been sent to your google email',
    });
    expect(stack.mail.last(google.person.email).code).toMatch(/^\d{6}$/);
  });
});

describe('somebody with an account', () => {
  test('with the same verified address gets a second way in', async () => {
    const { email, password, user } = await makePerson(stack, google.person.email);
    const signedIn = await signIn();
    expect(signedIn.user.id).toBe(user.id);
    expect(signedIn.user.app_metadata).toMatchObject({ provider: 'email', providers: ['email', 'google'] });
    must(await stack.client().auth.signInWithPassword({ email, password }));
  });

  test('whose address the provider did not verify stays alone', async () => {
    await makePerson(stack, google.person.email);
    google.person = { ...google.person, email_verified: false };
    const back = await throughGoogle((await begin('pkce')).url);
    expect(back.searchParams.get('error_description')).toBe(
      'Unverified email with google. Verify the email with google in order to sign in',
    );
  });

  test('never confirmed loses the password that a stranger may have set', async () => {
    const { email } = google.person;
    const password = 'set by a stranger';
    must(await stack.client().auth.signUp({ email, password }));
    const { user } = await signIn();
    expect(user.identities).toMatchObject([{ provider: 'google' }]);
    expect((await stack.client().auth.signInWithPassword({ email, password })).error).toMatchObject({
      code: 'invalid_credentials',
    });
  });

  test('who is banned is told so', async () => {
    const { user } = await makePerson(stack, google.person.email);
    must(await stack.admin().auth.admin.updateUserById(user.id, { ban_duration: '1h' }));
    const back = await throughGoogle((await begin('pkce')).url);
    expect(back.searchParams.get('error_code')).toBe('user_banned');
    expect(new URLSearchParams(back.hash.slice(1)).get('error')).toBe('access_denied');
  });
});

test('a database copy holds neither the provider’s tokens nor the code', async () => {
  const back = await throughGoogle((await begin('pkce')).url);
  const rows = await stack.query<{ row: string }>(
    'select row_to_json(f)::text as row from auth.flow_state f',
  );
  const all = rows.map(({ row }) => row).join('\n');
  expect(all).not.toContain('google access token');
  expect(all).not.toContain(back.searchParams.get('code'));
});
