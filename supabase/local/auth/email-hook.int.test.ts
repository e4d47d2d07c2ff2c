import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';

import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { z } from 'zod';

import { tokenHash } from './one-time-codes.ts';
import type { AuthStack } from './support/auth-stack.ts';
import { hearErrors, makePerson, must, siteUrl, startAuthStack } from './support/auth-stack.ts';
import { listenOnLoopback } from './support/loopback-server.ts';

const payloadSchema = z.object({
  user: z.looseObject({ id: z.string(), email: z.string() }),
  email_data: z.record(z.string(), z.string()),
});
type Call = z.infer<typeof payloadSchema>;

let stack: AuthStack;
let hook: Server;
let calls: { body: string; headers: IncomingHttpHeaders }[] = [];
let answer: (res: ServerResponse) => void;
let count = 0;
let email = '';
const password = 'a good password';

const json = (status: number, body: string) => (res: ServerResponse) => {
  res.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

beforeAll(async () => {
  hook = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      calls.push({ body: Buffer.concat(chunks).toString(), headers: req.headers });
      answer(res);
    });
  });
  const emailHookUrl = `http://127.0.0.1:${await listenOnLoopback(hook)}/hook`;
  stack = await startAuthStack(inject('postgres'), { config: { emailHookUrl } });
});
afterAll(async () => {
  await stack.close();
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
});
beforeEach(() => {
  count += 1;
  email = `person${count}@example.com`;
  calls = [];
  answer = json(200, '{}');
});

/** The last call, after its signature has been checked as the app checks it. */
function received(): Call {
  const call = calls.at(-1);
  if (!call) throw new Error('the hook was not called');
  const headers = {
    'webhook-id': String(call.headers['webhook-id']),
    'webhook-timestamp': String(call.headers['webhook-timestamp']),
    'webhook-signature': String(call.headers['webhook-signature']),
  };
  const secret = stack.ctx.keys.hookSecret.replace('v1,', '');
  return payloadSchema.parse(new Webhook(secret).verify(call.body, headers));
}

test('gets a sign-up’s code and link, signed; the code confirms', async () => {
  must(await stack.client().auth.signUp({ email, password, options: { emailRedirectTo: `${siteUrl}/hi` } }));
  const { user, email_data } = received();
  expect(user).toMatchObject({ email, identities: [{ provider: 'email' }] });
  const token = email_data['token'] ?? '';
  expect(email_data).toMatchObject({
    token: expect.stringMatching(/^\d{6}$/),
    token_hash: tokenHash(email, token),
    redirect_to: `${siteUrl}/hi`,
    email_action_type: 'signup',
    site_url: `${stack.url}/auth/v1`,
    token_new: '',
    token_hash_new: '',
  });
  expect(stack.mail.mails).toHaveLength(0);
  must(await stack.client().auth.verifyOtp({ email, token, type: 'email' }));
});

test('an altered body does not verify', async () => {
  must(await stack.client().auth.signUp({ email, password }));
  const call = calls.at(-1);
  if (!call) throw new Error('the hook was not called');
  call.body = call.body.replace(email, 'other@example.com');
  expect(received).toThrow(/signature/i);
});

test.each(['magiclink', 'recovery', 'invite', 'reauthentication'] as const)('names %s', async (action) => {
  if (action !== 'invite') await makePerson(stack, email, password);
  const client = stack.client();
  if (action === 'magiclink') must(await client.auth.signInWithOtp({ email }));
  else if (action === 'recovery') must(await client.auth.resetPasswordForEmail(email));
  else if (action === 'invite') must(await stack.admin().auth.admin.inviteUserByEmail(email));
  else {
    must(await client.auth.signInWithPassword({ email, password }));
    must(await client.auth.reauthenticate());
  }
  expect(received().email_data['email_action_type']).toBe(action);
});

test('gets both halves of an address change, crossed as hosted crosses them', async () => {
  await makePerson(stack, email, password);
  const client = stack.client();
  must(await client.auth.signInWithPassword({ email, password }));
  const next = `new-${email}`;
  must(await client.auth.updateUser({ email: next }));
  const { user, email_data } = received();
  expect(user).toMatchObject({ email, new_email: next });
  expect(email_data['email_action_type']).toBe('email_change');
  expect(email_data['token_hash_new']).toBe(tokenHash(email, email_data['token'] ?? ''));
  expect(email_data['token_hash']).toBe(tokenHash(next, email_data['token_new'] ?? ''));
});

/** Breaks the connection, and lets so many seconds pass once the caller waits to try again. */
const breakAndWait = (seconds: number) => (res: ServerResponse) => {
  void stack.clock.timerSet().then(() => stack.advance(seconds));
  res.destroy();
};

async function signUpRaw() {
  const response = await stack.request('/signup', {
    method: 'POST',
    body: JSON.stringify({ email, password }),
  });
  const body = z.object({ error_code: z.string(), msg: z.string() }).parse(await response.json());
  const people = await stack.query('select 1 from auth.users where email = $1', [email]);
  return { status: response.status, code: body.error_code, message: body.msg, people: people.length };
}

test.each([
  ['is silent', () => stack.advance(5), 422, 'hook_timeout', /within maximum time of 5\.000000 seconds/],
  ['breaks the connection', breakAndWait(2), 422, 'hook_timeout_after_retry', /after maximum retries/],
  ['breaks it for too long', breakAndWait(5), 422, 'hook_timeout', /within maximum time/],
  ['fails', json(500, '{}'), 500, 'unexpected_failure', /Unexpected status code returned from hook: 500/],
  ['refuses the key', json(401, '{}'), 500, 'unexpected_failure', /requires authorization token/],
  ['refuses the payload', json(400, '{}'), 500, 'unexpected_failure', /Invalid payload sent to hook/],
  ['is busy', json(503, '{}'), 500, 'unexpected_failure', /currently unavailable due to hook/],
  ['says no', json(200, '{"error":{"http_code":403,"message":"not you"}}'), 403, 'unknown', /^not you$/],
  [
    'answers no JSON',
    (res: ServerResponse) => res.writeHead(200, { 'content-type': 'text/html' }).end('ok'),
    400,
    'hook_payload_invalid_content_type',
    /Received content-type: text\/html/,
  ],
] as const)('when it %s there is no half person', async (_name, respond, status, code, message) => {
  answer = respond;
  const errors = hearErrors();
  expect(await signUpRaw()).toEqual({ status, code, message: expect.stringMatching(message), people: 0 });
  // A fault of the hook is an error here, a refusal of the person is none.
  expect(errors.map((error) => message.test(error))).toEqual(status >= 500 ? [true] : []);
});

test('a database connection lost meanwhile undoes everything and harms nobody else', async () => {
  answer = (res) => {
    void stack
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and state = 'idle in transaction'`,
      )
      .then(() => res.writeHead(204).end());
  };
  const errors = hearErrors();
  expect(await signUpRaw()).toMatchObject({ status: 500, code: 'unexpected_failure', people: 0 });
  expect(errors).toEqual([expect.stringContaining('connection')]);
  answer = json(200, '{}');
  must(await stack.client().auth.signUp({ email, password }));
});

test('is asked again when it says when to', async () => {
  answer = (res) => {
    if (calls.length < 3) res.writeHead(429, { 'retry-after': '1' }).end();
    else res.writeHead(204).end();
  };
  must(await stack.client().auth.signUp({ email, password }));
  expect(calls).toHaveLength(3);
});
