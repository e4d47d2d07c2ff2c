import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from './support/auth-stack.ts';
import { makePerson, must, startAuthStack } from './support/auth-stack.ts';
import { signInPerson } from './support/authenticator.ts';
import { startFakeGoogle, throughGoogle } from './support/fake-google.ts';

let stack: AuthStack;
const password = 'A good passw0rd';

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'), {
    settings: {
      passwordMinLength: 10,
      passwordCharacters: ['abc', '012'],
      otpLength: 8,
      otpTtlS: 60,
      maxFactors: 1,
      totpVerification: false,
    },
  });
});
afterAll(async () => {
  await stack.close();
});

test('passwords have the length and the characters that the project asks for', async () => {
  const { auth } = stack.client();
  const short = await auth.signUp({ email: 'short@example.com', password: 'a0' });
  expect(short.error).toMatchObject({
    status: 422,
    code: 'weak_password',
    reasons: ['length'],
    message: 'Password should be at least 10 characters.',
  });
  const plain = await auth.signUp({ email: 'plain@example.com', password: 'without digits' });
  expect(plain.error).toMatchObject({
    code: 'weak_password',
    reasons: ['characters'],
    message: 'Password should contain at least one character of each: abc, 012.',
  });
  const both = await auth.signUp({ email: 'both@example.com', password: 'x' });
  expect(both.error).toMatchObject({ reasons: ['length', 'characters'] });
  must(await auth.signUp({ email: 'good@example.com', password }));
});

test('who has a password from before is told that it is weak now', async () => {
  const weak = await makePerson(stack, 'weak@example.com', 'short');
  const answer = must(await stack.client().auth.signInWithPassword(weak));
  expect(answer.weakPassword).toMatchObject({ reasons: ['length', 'characters'] });
});

test('codes have as many digits, and live as long, as the project says', async () => {
  const { email } = await makePerson(stack, 'code@example.com', password);
  const { auth } = stack.client();
  must(await auth.signInWithOtp({ email }));
  const token = /Code: (\d+)/.exec(stack.mail.last(email).text)?.[1] ?? '';
  expect(token).toHaveLength(8);
  stack.advance(61);
  expect((await auth.verifyOtp({ email, token, type: 'email' })).error?.code).toBe('otp_expired');
});

test('second factors: as many as the project says, and none where it is switched off', async () => {
  const { client } = await signInPerson(stack, 'factors@example.com');
  const enroll = (friendlyName: string) => client.auth.mfa.enroll({ factorType: 'totp', friendlyName });
  const { id: factorId } = must(await enroll('one'));
  expect((await enroll('two')).error?.code).toBe('too_many_enrolled_mfa_factors');
  expect((await client.auth.mfa.challenge({ factorId })).error).toMatchObject({
    status: 422,
    code: 'mfa_totp_verify_not_enabled',
  });
  const off = await startAuthStack(inject('postgres'), { settings: { totpEnrolment: false } });
  const { client: other } = await signInPerson(off, 'factors@example.com');
  expect((await other.auth.mfa.enroll({ factorType: 'totp' })).error).toMatchObject({
    status: 422,
    code: 'mfa_totp_enroll_not_enabled',
  });
  await off.close();
});

test('guests come in only where the project lets them', async () => {
  expect((await stack.client().auth.signInAnonymously()).error).toMatchObject({
    status: 422,
    code: 'anonymous_provider_disabled',
    message: 'Anonymous sign-ins are disabled',
  });
});

test('a closed project takes nobody new, by whatever way, and those it has sign in', async () => {
  const google = await startFakeGoogle();
  const closed = await startAuthStack(inject('postgres'), {
    settings: { signUps: false, anonymousSignIns: true },
    config: { google: google.settings },
  });
  const { auth } = closed.client();
  const refused = { status: 422, code: 'signup_disabled', message: 'Signups not allowed for this instance' };
  const email = 'new@example.com';
  expect((await auth.signUp({ email, password })).error).toMatchObject(refused);
  expect((await auth.signInWithOtp({ email })).error).toMatchObject(refused);
  expect((await auth.signInAnonymously()).error).toMatchObject(refused);
  const { url } = must(await auth.signInWithOAuth({ provider: 'google' }));
  expect((await throughGoogle(url)).searchParams.get('error_code')).toBe('signup_disabled');
  const person = await makePerson(closed, 'old@example.com', password);
  must(await auth.signInWithPassword(person));
  await closed.close();
  await google.close();
});

test('limits of the project count where they are switched on', async () => {
  const rates = { ...stack.ctx.config.auth.rates, signInsPerFiveMinutes: 1 };
  const limited = await startAuthStack(inject('postgres'), {
    settings: { rates },
    config: { authLimits: true },
  });
  const statuses: number[] = [];
  const body = JSON.stringify({ email: 'nobody@example.com' });
  while (statuses.length < 31) {
    statuses.push((await limited.request('/recover', { method: 'POST', body })).status);
  }
  expect(statuses).toEqual([...Array<number>(30).fill(200), 429]);
  await limited.close();
});
