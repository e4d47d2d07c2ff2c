import type { UserIdentity } from '@supabase/supabase-js';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';

import type { AuthStack, Client } from '../support/auth-stack.ts';
import { makePerson, must, siteUrl, startAuthStack } from '../support/auth-stack.ts';
import { signInPerson } from '../support/authenticator.ts';
import type { FakeGoogle } from '../support/fake-google.ts';
import { startFakeGoogle, throughGoogle } from '../support/fake-google.ts';

let stack: AuthStack;
let google: FakeGoogle;
let count = 0;

beforeAll(async () => {
  google = await startFakeGoogle();
  const config = { google: google.settings };
  stack = await startAuthStack(inject('postgres'), {
    config,
    settings: { manualLinking: true, anonymousSignIns: true },
  });
});
afterAll(async () => {
  await stack.close();
  await google.close();
});
beforeEach(() => {
  count += 1;
  google.person = { sub: `sub-${count}`, email: `google${count}@example.com`, email_verified: true };
});

async function link(client: Client): Promise<URL> {
  const options = { redirectTo: `${siteUrl}/settings` };
  const { url } = must(await client.auth.linkIdentity({ provider: 'google', options }));
  return throughGoogle(url);
}

function identityOf(identities: readonly UserIdentity[], provider: string): UserIdentity {
  const identity = identities.find((candidate) => candidate.provider === provider);
  if (identity === undefined) throw new Error(`the person has no identity by ${provider}`);
  return identity;
}

test('a person adds Google to their account, signs in with either, and removes it again', async () => {
  const { client, user, email } = await signInPerson(stack, `person${count}@example.com`);
  expect((await link(client)).pathname).toBe('/settings');
  const { identities } = must(await client.auth.getUserIdentities());
  expect(identities.map(({ provider }) => provider)).toEqual(['email', 'google']);
  const another = stack.client({ flowType: 'implicit' });
  const { url } = must(await another.auth.signInWithOAuth({ provider: 'google' }));
  const token = new URLSearchParams((await throughGoogle(url)).hash.slice(1)).get('access_token') ?? '';
  expect(must(await another.auth.getUser(token)).user).toMatchObject({ id: user.id, email });
  must(await client.auth.unlinkIdentity(identityOf(identities, 'google')));
  expect(must(await client.auth.getUser()).user.app_metadata).toMatchObject({ providers: ['email'] });
});

test('the last way in stays', async () => {
  const { client } = await signInPerson(stack, `person${count}@example.com`);
  const { identities } = must(await client.auth.getUserIdentities());
  expect((await client.auth.unlinkIdentity(identityOf(identities, 'email'))).error).toMatchObject({
    status: 422,
    code: 'single_identity_not_deletable',
    message: 'User must have at least 1 identity after unlinking',
  });
});

test('an identity belongs to one person', async () => {
  const first = await signInPerson(stack, `first${count}@example.com`);
  await link(first.client);
  expect((await link(first.client)).searchParams.get('error_description')).toBe('Identity is already linked');
  const second = await signInPerson(stack, `second${count}@example.com`);
  expect((await link(second.client)).searchParams.get('error_description')).toBe(
    'Identity is already linked to another user',
  );
});

test('a guest becomes a person with the address that Google verified', async () => {
  const client = stack.client({ flowType: 'pkce' });
  const { user: guest } = must(await client.auth.signInAnonymously());
  const back = await link(client);
  const { user } = must(await client.auth.exchangeCodeForSession(back.searchParams.get('code') ?? ''));
  expect(user).toMatchObject({ id: guest?.id, email: google.person.email, is_anonymous: false });
});

test('a guest does not get an address that somebody has', async () => {
  await makePerson(stack, google.person.email);
  const client = stack.client();
  must(await client.auth.signInAnonymously());
  expect((await link(client)).searchParams.get('error_code')).toBe('email_exists');
});

test('removing the identity whose address is the account’s own leaves the other’s', async () => {
  const { client, email } = await signInPerson(stack, `kept${count}@example.com`);
  await link(client);
  const { identities } = must(await client.auth.getUserIdentities());
  must(await client.auth.unlinkIdentity(identityOf(identities, 'email')));
  const { user } = must(await client.auth.getUser());
  expect(user.email).toBe(google.person.email);
  expect(user.email).not.toBe(email);
});

test('where the project does not allow it, nothing is linked', async () => {
  const plain = await startAuthStack(inject('postgres'), { config: { google: google.settings } });
  const { client } = await signInPerson(plain, `plain${count}@example.com`);
  expect((await client.auth.linkIdentity({ provider: 'google' })).error).toMatchObject({
    status: 404,
    code: 'manual_linking_disabled',
  });
  await plain.close();
});
