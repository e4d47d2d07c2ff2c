import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from '../support/auth-stack.ts';
import { startAuthStack } from '../support/auth-stack.ts';
import { addAuthenticator, signInPerson } from '../support/authenticator.ts';

let stack: AuthStack;
let token = '';
let factorId = '';

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'));
  const { client } = await signInPerson(stack, 'ann@example.com');
  factorId = (await addAuthenticator(stack, client)).id;
  token = (await client.auth.getSession()).data.session?.access_token ?? '';
});
afterAll(async () => {
  await stack.close();
});

async function expectHealthy() {
  expect((await stack.request('/health')).status).toBe(200);
}

const members = [
  'email password data type token token_hash refresh_token auth_code code_verifier code_challenge',
  'code_challenge_method nonce redirect_to create_user id_token provider access_token app_metadata',
  'user_metadata role ban_duration new_email friendly_name factor_type issuer challenge_id code',
]
  .join(' ')
  .split(' ');

const sane = fc.constantFrom(
  'ann@example.com',
  'signup',
  'recovery',
  'email_change',
  'magiclink',
  'totp',
  'google',
  's256',
  'a good password',
  'x'.repeat(43),
  crypto.randomUUID(),
);
const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\0',
    '\ud800',
    'a\0@example.com',
    '__proto__',
    '',
    '\u202e',
    "'; drop table auth.users; --",
  ),
  fc.jsonValue({ noUnicodeString: false }),
  fc.double(),
  fc.bigInt().map(Number),
);
const body = fc.dictionary(
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...members) },
    fc.constantFrom('__proto__', 'constructor', '\0'),
  ),
  fc.oneof(sane, odd),
  { maxKeys: 6 },
);

const routes = [
  'POST /signup',
  'POST /token?grant_type=password',
  'POST /token?grant_type=refresh_token',
  'POST /token?grant_type=pkce',
  'POST /token?grant_type=id_token',
  'POST /otp',
  'POST /recover',
  'POST /resend',
  'POST /verify',
  'PUT /user',
  'POST /factors',
  'POST /factors/FACTOR/challenge',
  'POST /factors/FACTOR/verify',
  'POST /invite',
  'POST /admin/users',
  'POST /admin/generate_link',
] as const;

async function send(route: string, payload: string): Promise<number> {
  const [method = '', path = ''] = route.replace('FACTOR', factorId).split(' ');
  const isAdmin = path.startsWith('/admin') || path === '/invite';
  const authorization = `Bearer ${isAdmin ? stack.ctx.keys.secretKey : token}`;
  const response = await stack.request(path, { method, body: payload, headers: { authorization } });
  await response.body?.cancel();
  return response.status;
}

test.each(routes)('whatever members %s is sent, it answers and does not break', async (route) => {
  await fc.assert(
    fc.asyncProperty(body, async (members_) => {
      expect(await send(route, JSON.stringify(members_))).toBeLessThan(500);
    }),
    { numRuns: 40 },
  );
  await expectHealthy();
});

test('text that is no JSON, or nested without end, is a bad request', async () => {
  const deep = `{"email":"deep@example.com","password":"a good password","data":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`;
  const broken = ['', '{', 'null', '[]', '"x"', '1e999', '\0', '{"email":"a","email":', '[['.repeat(50_000)];
  for (const payload of [...broken, deep]) {
    for (const route of ['POST /signup', 'POST /token?grant_type=password', 'POST /verify', 'PUT /user']) {
      expect([payload.slice(0, 9), await send(route, payload)]).toEqual([payload.slice(0, 9), 400]);
    }
  }
  await expectHealthy();
});

test('nonsense in addresses, paths and headers is refused', async () => {
  const nonsense = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\0', '../../admin/users', '%00', "'", 'x'.repeat(2000), 'NaN', '-1', '1e3'),
  );
  const paths = [
    '/verify?type=V&token=V',
    '/verify?type=signup&token=V&redirect_to=V',
    '/authorize?provider=V&redirect_to=V',
    '/callback?state=V&code=V',
    '/user/identities/V',
    '/admin/users?page=V&per_page=V&filter=V',
    '/admin/users/V',
    '/admin/users/V/factors',
    '/V',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), nonsense, async (path, value) => {
      const filled = path.replaceAll('V', encodeURIComponent(value.toWellFormed()));
      const authorization = `Bearer ${path.startsWith('/admin') ? stack.ctx.keys.secretKey : token}`;
      const response = await stack.request(filled, { headers: { authorization } });
      await response.body?.cancel();
      expect([filled, response.status < 500]).toEqual([filled, true]);
    }),
    { numRuns: 200 },
  );
  await expectHealthy();
});

test('nonsense for a token is an answer in words, never a failure', async () => {
  const nonsense = fc.oneof(
    fc.base64String(),
    fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
  );
  await fc.assert(
    fc.asyncProperty(nonsense, async (given) => {
      const response = await stack.request('/user', { headers: { authorization: `Bearer ${given}` } });
      await response.body?.cancel();
      expect([401, 403]).toContain(response.status);
    }),
    { numRuns: 100 },
  );
  await expectHealthy();
});
