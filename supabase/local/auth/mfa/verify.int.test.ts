import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from '../support/auth-stack.ts';
import { must, startAuthStack } from '../support/auth-stack.ts';
import { addAuthenticator, signInPerson } from '../support/authenticator.ts';
import { totpCode } from './totp.ts';

let stack: AuthStack;

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'));
});
afterAll(async () => {
  await stack.close();
});

const refresh = (token: string) => stack.client().auth.refreshSession({ refresh_token: token });

test('a right code makes the session aal2, with both methods in its claims, also after a refresh', async () => {
  const { client } = await signInPerson(stack, 'ann@example.com');
  await addAuthenticator(stack, client);
  const level = must(await client.auth.mfa.getAuthenticatorAssuranceLevel());
  expect(level).toMatchObject({ currentLevel: 'aal2', nextLevel: 'aal2' });
  const methods = level.currentAuthenticationMethods.map((entry) =>
    typeof entry === 'string' ? entry : entry.method,
  );
  expect(methods.toSorted()).toEqual(['password', 'totp']);
  must(await client.auth.refreshSession());
  expect(must(await client.auth.getClaims())?.claims).toMatchObject({ aal: 'aal2' });
});

test('the next sign-in is aal1 and says that more is wanted; its code raises it', async () => {
  const person = await signInPerson(stack, 'again@example.com');
  const factor = await addAuthenticator(stack, person.client);
  const client = stack.client();
  must(await client.auth.signInWithPassword(person));
  expect(must(await client.auth.mfa.getAuthenticatorAssuranceLevel())).toMatchObject({
    currentLevel: 'aal1',
    nextLevel: 'aal2',
  });
  must(await client.auth.mfa.challengeAndVerify(factor.answer()));
  expect(must(await client.auth.mfa.getAuthenticatorAssuranceLevel()).currentLevel).toBe('aal2');
});

test('verifying ends the person’s weaker sessions and half-made factors', async () => {
  const person = await signInPerson(stack, 'weaker@example.com');
  const other = stack.client();
  const weaker = must(await other.auth.signInWithPassword(person)).session;
  must(await person.client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'half-made' }));
  const { id } = await addAuthenticator(stack, person.client);
  expect((await other.auth.getUser(weaker.access_token)).error).toMatchObject({
    name: 'AuthSessionMissingError',
  });
  expect(must(await person.client.auth.mfa.listFactors()).all.map((factor) => factor.id)).toEqual([id]);
});

test('a refresh token from before the code is no way to aal2', async () => {
  const { client, session } = await signInPerson(stack, 'before@example.com');
  stack.advance(11);
  await addAuthenticator(stack, client);
  expect((await refresh(session.refresh_token)).error).toMatchObject({ code: 'refresh_token_already_used' });
});

test('wrong, spent, expired and foreign answers are refused', async () => {
  const { client } = await signInPerson(stack, 'wrong@example.com');
  const { id: factorId, totp } = must(
    await client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'A' }),
  );
  const code = () => totpCode(totp.secret, stack.now());
  const challenge = must(await client.auth.mfa.challenge({ factorId }));
  expect(challenge.expires_at).toBeGreaterThan(stack.now().getTime() / 1000 + 290);
  const answer = { factorId, challengeId: challenge.id };
  const wrong = code() === '000000' ? '000001' : '000000';
  expect((await client.auth.mfa.verify({ ...answer, code: wrong })).error).toMatchObject({
    status: 422,
    code: 'mfa_verification_failed',
    message: 'Invalid TOTP code entered',
  });
  expect((await client.auth.mfa.verify({ ...answer, code: '' })).error).toMatchObject({
    status: 400,
    message: 'Code needs to be non-empty',
  });
  must(await client.auth.mfa.verify({ ...answer, code: code() }));
  expect((await client.auth.mfa.verify({ ...answer, code: code() })).error).toMatchObject({
    status: 422,
    code: 'mfa_ip_address_mismatch',
  });
  const late = must(await client.auth.mfa.challenge({ factorId }));
  stack.advance(301);
  expect(
    (await client.auth.mfa.verify({ factorId, challengeId: late.id, code: code() })).error,
  ).toMatchObject({ status: 422, code: 'mfa_challenge_expired' });
  const none = { factorId, challengeId: crypto.randomUUID(), code: code() };
  expect((await client.auth.mfa.verify(none)).error).toMatchObject({ code: 'mfa_factor_not_found' });
});

test('one challenge answered twice at the same moment is good once', async () => {
  const { client } = await signInPerson(stack, 'twice@example.com');
  const { id: factorId, totp } = must(
    await client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'A' }),
  );
  const { id: challengeId } = must(await client.auth.mfa.challenge({ factorId }));
  const code = totpCode(totp.secret, stack.now());
  const answers = await Promise.all(
    [1, 2].map(() => client.auth.mfa.verify({ factorId, challengeId, code })),
  );
  expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
});

test('the operator lists and removes factors, and sessions fall back', async () => {
  const { client, user } = await signInPerson(stack, 'lost@example.com');
  const { id } = await addAuthenticator(stack, client);
  const { mfa } = stack.admin().auth.admin;
  expect(must(await mfa.listFactors({ userId: user.id })).factors).toMatchObject([
    { id, status: 'verified', factor_type: 'totp' },
  ]);
  must(await mfa.deleteFactor({ userId: user.id, id }));
  expect(must(await mfa.listFactors({ userId: user.id })).factors).toEqual([]);
  must(await client.auth.refreshSession());
  const claims = must(await client.auth.getClaims())?.claims;
  expect(claims).toMatchObject({ aal: 'aal1', amr: [{ method: 'password' }] });
  const actions = await stack.query<{ action: string }>(
    `select payload ->> 'action' as action from auth.audit_log_entries
      where payload ->> 'log_type' = 'factor' and payload ->> 'actor_id' = $1 order by created_at`,
    [user.id],
  );
  expect(actions.map(({ action }) => action)).toEqual([
    'factor_in_progress',
    'challenge_created',
    'verification_attempted',
    'factor_deleted',
  ]);
});
