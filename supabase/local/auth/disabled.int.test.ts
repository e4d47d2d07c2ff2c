import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from './support/auth-stack.ts';
import { must, startAuthStack } from './support/auth-stack.ts';
import { signInPerson } from './support/authenticator.ts';

let stack: AuthStack;

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'));
});
afterAll(async () => {
  await stack.close();
});

async function ask(path: string, init: RequestInit = {}) {
  const response = await stack.request(path, init);
  await response.body?.cancel();
  return [response.status, response.headers.get('x-sb-error-code')];
}

test('what this project has off answers as a hosted project with it off', async () => {
  const { client, session } = await signInPerson(stack, 'ann@example.com');
  expect((await client.auth.signInWithSSO({ domain: 'example.com' })).error).toMatchObject({
    status: 404,
    code: 'saml_provider_disabled',
    message: 'SAML 2.0 is disabled',
  });
  const post = { method: 'POST', body: '{}' };
  expect(await ask('/passkeys/authentication/options', post)).toEqual([404, 'passkey_disabled']);
  expect(await ask('/token?grant_type=web3', post)).toEqual([422, 'web3_provider_disabled']);
  expect(await ask('/oauth/authorizations/x')).toEqual([404, 'feature_disabled']);
  expect(await ask('/user/oauth/grants')).toEqual([401, 'no_authorization']);
  const headers = { authorization: `Bearer ${session.access_token}` };
  expect(await ask('/user/oauth/grants', { headers })).toEqual([404, 'feature_disabled']);
  expect(await ask('/authorize?provider=google')).toEqual([400, 'validation_failed']);
});

test('the operator is told so too, and nobody else gets that far', async () => {
  const { user } = await signInPerson(stack, 'ben@example.com');
  const { admin } = stack.admin().auth;
  expect((await admin.oauth.listClients()).error).toMatchObject({ code: 'feature_disabled' });
  expect(await ask('/admin/oauth/clients')).toEqual([401, 'no_authorization']);
  expect(await ask('/admin/custom-providers')).toEqual([401, 'no_authorization']);
  const headers = { authorization: `Bearer ${stack.ctx.keys.secretKey}` };
  expect(await ask('/admin/custom-providers', { headers })).toEqual([404, 'feature_disabled']);
  expect(await ask(`/admin/users/${user.id}/passkeys`, { headers })).toEqual([200, null]);
  expect(must(await admin.getUserById(user.id)).user.id).toBe(user.id);
});
