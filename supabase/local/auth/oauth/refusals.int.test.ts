import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from '../support/auth-stack.ts';
import { siteUrl, startAuthStack } from '../support/auth-stack.ts';
import type { FakeGoogle } from '../support/fake-google.ts';
import { startFakeGoogle, throughGoogle } from '../support/fake-google.ts';

let stack: AuthStack;
let google: FakeGoogle;

beforeAll(async () => {
  google = await startFakeGoogle();
  stack = await startAuthStack(inject('postgres'), { config: { google: google.settings } });
});
afterAll(async () => {
  await stack.close();
  await google.close();
});

const begin = async (query: Record<string, string>) => {
  const search = new URLSearchParams({ provider: 'google', ...query }).toString();
  const response = await stack.request(`/authorize?${search}`);
  return new URL(response.headers.get('location') ?? 'about:blank');
};

async function land(query: Record<string, string>) {
  const response = await stack.request(`/callback?${new URLSearchParams(query).toString()}`);
  const to = new URL(response.headers.get('location') ?? 'about:blank');
  return { status: response.status, to, ...Object.fromEntries(to.searchParams) };
}

test.each([
  'https://evil.example/steal',
  'http://localhost:3000@evil.example/',
  '//evil.example',
  'http://2130706433/',
  'javascript:alert(1)',
  'https://app.example.com.evil.example/',
  'http://localhost.evil.example:3000/',
  'https://evil.example\\@app.example.com/',
])('no way leads out to %s', async (redirect_to) => {
  const back = await throughGoogle((await begin({ redirect_to })).toString());
  expect(back.origin).toBe(siteUrl);
  const missing = await land({ state: crypto.randomUUID(), redirect_to });
  expect(missing.to.origin).toBe(siteUrl);
});

const newState = async () => (await begin({})).searchParams.get('state') ?? '';

test('only offered providers are gone to', async () => {
  for (const [provider, reason] of [
    ['github', 'provider is not enabled'],
    ['nothing', 'Provider nothing could not be found'],
    ['', 'Provider  could not be found'],
  ] as const) {
    const response = await stack.request(`/authorize?provider=${provider}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ msg: `Unsupported provider: ${reason}` });
  }
});

test('the caller cannot choose what the provider is told about this server', async () => {
  const asked = await begin({
    client_id: 'mine',
    REDIRECT_URI: 'https://evil.example',
    state: 'mine',
    response_type: 'token',
    access_type: 'offline',
  });
  expect(asked.searchParams.get('client_id')).toBe(google.settings.clientId);
  expect(asked.searchParams.get('redirect_uri')).toBe(`${stack.url}/auth/v1/callback`);
  expect(asked.searchParams.has('REDIRECT_URI')).toBe(false);
  expect(asked.searchParams.get('response_type')).toBe('code');
  expect(asked.searchParams.get('access_type')).toBe('offline');
});

test('a callback without a living state goes home with the reason', async () => {
  expect(await land({})).toMatchObject({ status: 303, error_code: 'bad_oauth_callback' });
  expect(await land({ state: 'x' })).toMatchObject({ error_code: 'bad_oauth_state' });
  expect(await land({ state: crypto.randomUUID() })).toMatchObject({ error_code: 'bad_oauth_state' });
  const state = (await begin({})).searchParams.get('state') ?? '';
  stack.advance(301);
  expect(await land({ state, code: 'x' })).toMatchObject({
    error_description: 'OAuth state has expired',
  });
});

test('a state is good for one sign-in, also when the answer comes twice at once', async () => {
  const challenge = { code_challenge: 'c'.repeat(43), code_challenge_method: 's256' };
  const asked = await begin(challenge);
  const answers = await Promise.all(
    [1, 2].map(async () => {
      const response = await fetch(asked, { redirect: 'manual' });
      return fetch(response.headers.get('location') ?? '', { redirect: 'manual' });
    }),
  );
  const landed = answers.map((response) => new URL(response.headers.get('location') ?? 'about:blank'));
  expect(landed.filter((url) => url.searchParams.has('code'))).toHaveLength(1);
  expect(landed.map((url) => url.searchParams.get('error_code'))).toContain('flow_state_already_used');
});

test('what the provider refuses, or what is not from it, ends in an error', async () => {
  expect(
    await land({ state: await newState(), error: 'access_denied', error_description: 'The person said no' }),
  ).toMatchObject({ error: 'access_denied', error_description: 'The person said no' });
  expect(await land({ state: await newState() })).toMatchObject({ error_code: 'bad_oauth_callback' });
  expect(await land({ state: await newState(), code: 'made up' })).toMatchObject({
    error: 'server_error',
    error_description: 'Unable to exchange external code: made',
  });
});
