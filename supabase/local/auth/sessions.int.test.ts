import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import { decodeRefreshToken } from './refresh-token.ts';
import type { AuthStack } from './support/auth-stack.ts';
import { makePerson, must, startAuthStack } from './support/auth-stack.ts';

let stack: AuthStack;
let count = 0;
let email = '';

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'), {
    settings: { anonymousSignIns: true, securePasswordChange: true },
  });
});
afterAll(async () => {
  await stack.close();
});
beforeEach(() => {
  count += 1;
  email = `person${count}@example.com`;
});

async function signIn() {
  const person = await makePerson(stack, email);
  const client = stack.client();
  const { session } = must(await client.auth.signInWithPassword(person));
  return { ...person, client, session };
}

const signInAgain = async (person: { email: string; password: string }) => {
  const client = stack.client();
  return { client, session: must(await client.auth.signInWithPassword(person)).session };
};

const refresh = (token: string) => stack.client().auth.refreshSession({ refresh_token: token });

async function sessionsOf(userId: string): Promise<number> {
  return (await stack.query('select 1 from auth.sessions where user_id = $1', [userId])).length;
}

const alreadyUsed = {
  status: 400,
  code: 'refresh_token_already_used',
  message: 'Invalid Refresh Token: Already Used',
};

describe('refresh', () => {
  test('exchanges the token for the next of the same session and notes when', async () => {
    const { session, user } = await signIn();
    const next = must(await refresh(session.refresh_token)).session;
    expect(next?.refresh_token).not.toBe(session.refresh_token);
    const [before, after] = await Promise.all(
      [session.access_token, next?.access_token].map((token) => stack.client().auth.getClaims(token)),
    );
    expect(after?.data?.claims.session_id).toBe(before?.data?.claims.session_id);
    expect(after?.data?.claims.amr).toEqual(before?.data?.claims.amr);
    const rows = await stack.query<{ refreshed: boolean }>(
      'select refreshed_at is not null as refreshed from auth.sessions where user_id = $1',
      [user.id],
    );
    expect(rows).toEqual([{ refreshed: true }]);
  });

  test('two tabs that refresh at once both go on, with one and the same next token', async () => {
    const { session } = await signIn();
    const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(session.refresh_token)));
    const tokens = answers.map((answer) => must(answer).session?.refresh_token);
    expect(new Set(tokens).size).toBe(1);
    must(await refresh(tokens[0] ?? ''));
  });

  test('an old token still works within ten seconds of the rotation, then it ends the session', async () => {
    const { session, client, user } = await signIn();
    const second = must(await refresh(session.refresh_token)).session;
    const third = must(await refresh(second?.refresh_token ?? '')).session;
    stack.advance(9);
    const late = must(await refresh(session.refresh_token)).session;
    expect(late?.refresh_token).toBe(third?.refresh_token);
    stack.advance(2);
    expect((await refresh(session.refresh_token)).error).toMatchObject(alreadyUsed);
    expect(await sessionsOf(user.id)).toBe(0);
    expect((await refresh(third?.refresh_token ?? '')).error).toMatchObject({
      code: 'refresh_token_not_found',
    });
    expect((await client.auth.getUser(session.access_token)).error?.name).toBe('AuthSessionMissingError');
  });

  test('who missed the answer to a refresh may ask again, however late', async () => {
    const { session } = await signIn();
    const next = must(await refresh(session.refresh_token)).session;
    stack.advance(3600);
    const again = must(await refresh(session.refresh_token)).session;
    expect(again?.refresh_token).toBe(next?.refresh_token);
  });

  test('replays in parallel end the session once, and nobody goes on', async () => {
    const { session, user } = await signIn();
    const second = must(await refresh(session.refresh_token)).session;
    must(await refresh(second?.refresh_token ?? ''));
    stack.advance(11);
    const answers = await Promise.all([1, 2, 3].map(() => refresh(session.refresh_token)));
    const codes = answers.map(({ error }) => error?.code ?? '').toSorted((a, b) => a.localeCompare(b));
    expect(codes).toEqual([
      'refresh_token_already_used',
      'refresh_token_not_found',
      'refresh_token_not_found',
    ]);
    expect(await sessionsOf(user.id)).toBe(0);
  });

  test('refuses altered, foreign and empty tokens', async () => {
    const { session } = await signIn();
    const token = session.refresh_token;
    const altered = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    for (const forged of [altered, 'abc', 'x'.repeat(54)]) {
      expect((await refresh(forged)).error).toMatchObject({
        status: 400,
        code: 'refresh_token_not_found',
        message: 'Invalid Refresh Token: Refresh Token Not Found',
      });
    }
    const empty = await stack.request('/token?grant_type=refresh_token', { method: 'POST', body: '{}' });
    expect([empty.status, await empty.json()]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'refresh_token required' },
    ]);
  });

  test('the database alone cannot make a token', async () => {
    const { session } = await signIn();
    const rows = await stack.query<{ all: string }>('select s::text as all from auth.sessions s');
    expect(rows.map((row) => row.all).join()).not.toContain(session.refresh_token);
    const key = await stack.query<{ key: string }>('select refresh_token_hmac_key as key from auth.sessions');
    const token = decodeRefreshToken(session.refresh_token);
    expect(key.some((row) => token?.verify(Buffer.from(row.key, 'base64url')))).toBe(false);
  });

  test('a banned person neither signs in nor goes on', async () => {
    const { session, user, password, client } = await signIn();
    must(await stack.admin().auth.admin.updateUserById(user.id, { ban_duration: '1h' }));
    expect((await refresh(session.refresh_token)).error).toMatchObject({ code: 'user_banned' });
    expect((await client.auth.getUser()).error).toMatchObject({ status: 403, code: 'user_banned' });
    const again = await stack.client().auth.signInWithPassword({ email, password });
    expect(again.error).toMatchObject({ status: 400, code: 'user_banned' });
    must(await stack.admin().auth.admin.updateUserById(user.id, { ban_duration: 'none' }));
    must(await refresh(session.refresh_token));
  });
});

describe('sign-out', () => {
  test('local ends this session, others the rest, global all; their tokens are refused at once', async () => {
    const first = await signIn();
    const second = await signInAgain(first);
    const third = await signInAgain(first);
    expect((await first.client.auth.signOut({ scope: 'local' })).error).toBeNull();
    expect(await sessionsOf(first.user.id)).toBe(2);
    expect((await refresh(first.session.refresh_token)).error).toMatchObject({
      code: 'refresh_token_not_found',
    });
    expect((await second.client.auth.signOut({ scope: 'others' })).error).toBeNull();
    expect((await third.client.auth.getUser()).error?.name).toBe('AuthSessionMissingError');
    must(await second.client.auth.getUser());
    expect((await second.client.auth.signOut()).error).toBeNull();
    expect(await sessionsOf(first.user.id)).toBe(0);
  });

  test('the operator ends a session with the person’s token', async () => {
    const { session, user } = await signIn();
    const { error } = await stack.admin().auth.admin.signOut(session.access_token, 'global');
    expect(error).toBeNull();
    expect(await sessionsOf(user.id)).toBe(0);
  });

  test('refuses an unknown scope and a caller without a token', async () => {
    const { session } = await signIn();
    const authorization = `Bearer ${session.access_token}`;
    const scope = await stack.request('/logout?scope=nobody', { method: 'POST', headers: { authorization } });
    expect([scope.status, scope.headers.get('x-sb-error-code')]).toEqual([400, 'validation_failed']);
    const nobody = await stack.request('/logout', { method: 'POST' });
    expect([nobody.status, nobody.headers.get('x-sb-error-code')]).toEqual([401, 'no_authorization']);
  });
});

describe('the person themself', () => {
  test('changes data; null removes a key', async () => {
    const { client } = await signIn();
    must(await client.auth.updateUser({ data: { name: 'Ann', tag: 1 } }));
    const { user } = must(await client.auth.updateUser({ data: { tag: null } }));
    expect(user.user_metadata).toEqual({ email_verified: true, name: 'Ann' });
  });

  test('changes the password: other sessions end, the same password again is refused', async () => {
    const person = await signIn();
    const other = await signInAgain(person);
    const same = await person.client.auth.updateUser({ password: person.password });
    expect(same.error).toMatchObject({ status: 422, code: 'same_password' });
    must(await person.client.auth.updateUser({ password: 'something new' }));
    expect((await refresh(other.session.refresh_token)).error).toMatchObject({
      code: 'refresh_token_not_found',
    });
    must(await person.client.auth.getUser());
  });

  test('in a session older than a day a password change wants the nonce that was mailed', async () => {
    const { client, session } = await signIn();
    stack.advance(24 * 3600 + 1);
    must(await client.auth.refreshSession({ refresh_token: session.refresh_token }));
    const refused = await client.auth.updateUser({ password: 'something new' });
    expect(refused.error).toMatchObject({ status: 400, code: 'reauthentication_needed' });
    const { error } = await client.auth.reauthenticate();
    expect(error).toBeNull();
    const nonce = stack.mail.last(email).code;
    const wrong = nonce === '000000' ? '000001' : '000000';
    const bad = await client.auth.updateUser({ password: 'something new', nonce: wrong });
    expect(bad.error).toMatchObject({ status: 422, code: 'reauthentication_not_valid' });
    must(await client.auth.updateUser({ password: 'something new', nonce }));
    const spent = await client.auth.updateUser({ password: 'something newer', nonce });
    expect(spent.error).toMatchObject({ code: 'reauthentication_not_valid' });
  });

  test('changes the address when both the old and the new one agree', async () => {
    const { client, password, user } = await signIn();
    const next = `new-${email}`;
    const { user: pending } = must(await client.auth.updateUser({ email: next }));
    expect(pending).toMatchObject({ email, new_email: next });
    const confirm = async (address: string) => {
      const { link } = stack.mail.last(address);
      const response = await fetch(link ?? '', { redirect: 'manual' });
      return new URLSearchParams(new URL(response.headers.get('location') ?? '').hash.slice(1));
    };
    expect((await confirm(email)).get('message')).toMatch(/^Confirmation link accepted/);
    must(await stack.client().auth.signInWithPassword({ email, password }));
    expect((await confirm(next)).get('access_token')).toBeTruthy();
    must(await stack.client().auth.signInWithPassword({ email: next, password }));
    const { user: after } = must(await stack.admin().auth.admin.getUserById(user.id));
    expect(after).toMatchObject({ email: next });
    expect(after.new_email).toBeUndefined();
    expect(after.identities?.[0]?.identity_data).toMatchObject({ email: next, email_verified: true });
  });

  test('the codes of an address change work too, the first answering without a session', async () => {
    const { client } = await signIn();
    const next = `new-${email}`;
    must(await client.auth.updateUser({ email: next }));
    const type = 'email_change';
    const first = must(
      await stack.client().auth.verifyOtp({ email: next, token: stack.mail.last(next).code, type }),
    );
    expect(first).toEqual({ user: null, session: null });
    const second = must(
      await stack.client().auth.verifyOtp({ email, token: stack.mail.last(email).code, type }),
    );
    expect(second.user?.email).toBe(next);
  });

  test('cannot take another person’s address nor give themself app_metadata', async () => {
    const { client, session } = await signIn();
    await makePerson(stack, `other-${email}`);
    const taken = await client.auth.updateUser({ email: `other-${email}` });
    expect(taken.error).toMatchObject({
      status: 422,
      code: 'email_exists',
      message: 'A user with this email address has already been registered',
    });
    const response = await stack.request('/user', {
      method: 'PUT',
      headers: { authorization: `Bearer ${session.access_token}` },
      body: JSON.stringify({ app_metadata: { admin: true } }),
    });
    expect([response.status, response.headers.get('x-sb-error-code')]).toEqual([403, 'not_admin']);
  });
});

describe('guests', () => {
  test('sign in without an address and become a person by confirming one', async () => {
    const client = stack.client();
    const { user, session } = must(
      await client.auth.signInAnonymously({ options: { data: { name: 'Guest' } } }),
    );
    expect(user).toMatchObject({ is_anonymous: true, email: '', role: 'authenticated', app_metadata: {} });
    const claims = await client.auth.getClaims(session?.access_token);
    expect(claims.data?.claims).toMatchObject({
      is_anonymous: true,
      email: '',
      amr: [{ method: 'anonymous', timestamp: expect.any(Number) }],
    });
    const lone = await client.auth.updateUser({ password: 'a good password' });
    expect(lone.error).toMatchObject({ status: 422, code: 'validation_failed' });

    must(await client.auth.updateUser({ email }));
    const { user: still } = must(await client.auth.getUser());
    expect(still).toMatchObject({ is_anonymous: true, new_email: email });
    const verified = must(
      await client.auth.verifyOtp({ email, token: stack.mail.last(email).code, type: 'email_change' }),
    );
    expect(verified.user).toMatchObject({
      id: user?.id,
      email,
      is_anonymous: false,
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { name: 'Guest' },
    });
    must(await client.auth.updateUser({ password: 'a good password' }));
    must(await stack.client().auth.signInWithPassword({ email, password: 'a good password' }));
  });
});
