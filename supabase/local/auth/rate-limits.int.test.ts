import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { hostedProject } from '../project-config.ts';
import { limitsOf } from './rate-limits.ts';
import type { AuthStack } from './support/auth-stack.ts';
import { makePerson, must, startAuthStack } from './support/auth-stack.ts';

let stack: AuthStack;

beforeAll(async () => {
  const emailsSent = { events: 5, perS: 3600, burst: 5 };
  const otp = { events: 1, perS: 1, burst: 8 };
  stack = await startAuthStack(inject('postgres'), {
    limits: { ...limitsOf(hostedProject.auth), emailsSent, otp },
  });
});
afterAll(async () => {
  await stack.close();
});

test('one mail of a kind a minute to one address, and so many an hour for the project', async () => {
  await makePerson(stack, 'ann@example.com');
  const ask = () => stack.client().auth.signInWithOtp({ email: 'ann@example.com' });
  must(await ask());
  stack.advance(20);
  expect((await ask()).error).toMatchObject({
    status: 429,
    code: 'over_email_send_rate_limit',
    message: 'For security purposes, you can only request this after 40 seconds.',
  });
  for (let sent = 1; sent < 5; sent += 1) {
    stack.advance(61);
    must(await ask());
  }
  stack.advance(61);
  expect((await ask()).error).toMatchObject({ status: 429, message: 'email rate limit exceeded' });
  stack.advance(3600);
  must(await ask());
});

test('so many requests from one address; a server with the secret key forwards its caller’s', async () => {
  const body = JSON.stringify({ email: 'nobody@example.com' });
  const recover = (address?: string, key = stack.ctx.keys.secretKey) =>
    stack.request('/recover', {
      method: 'POST',
      body,
      headers: { apikey: key, ...(address && { 'sb-forwarded-for': address }) },
    });
  const statuses = [];
  for (let i = 0; i < 9; i += 1) statuses.push((await recover()).status);
  expect(statuses).toEqual([...Array<number>(8).fill(200), 429]);
  const refused = await recover();
  expect(refused.headers.get('x-sb-error-code')).toBe('over_request_rate_limit');
  expect((await recover('203.0.113.7')).status).toBe(200);
  expect((await recover('203.0.113.8', stack.ctx.keys.publishableKey)).status).toBe(429);
  stack.advance(2);
  expect((await recover()).status).toBe(200);
});
