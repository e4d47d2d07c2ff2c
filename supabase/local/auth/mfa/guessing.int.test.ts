import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { hostedProject } from '../../project-config.ts';
import { limitsOf, relaxedLimits } from '../rate-limits.ts';
import type { AuthStack } from '../support/auth-stack.ts';
import { must, startAuthStack } from '../support/auth-stack.ts';
import { signInPerson } from '../support/authenticator.ts';

let stack: AuthStack;

beforeAll(async () => {
  const { factor } = limitsOf(hostedProject.auth);
  stack = await startAuthStack(inject('postgres'), { limits: { ...relaxedLimits, factor } });
});
afterAll(async () => {
  await stack.close();
});

test('guessing ends after thirty tries a minute from one address', async () => {
  const { client } = await signInPerson(stack, 'guessed@example.com');
  const { id: factorId } = must(await client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'A' }));
  const { id: challengeId } = must(await client.auth.mfa.challenge({ factorId }));
  const codes = new Set<string | undefined>();
  for (let guess = 0; guess < 40; guess += 1) {
    const code = String(guess).padStart(6, '0');
    codes.add((await client.auth.mfa.verify({ factorId, challengeId, code })).error?.code);
  }
  expect([...codes].at(-1)).toBe('over_request_rate_limit');
});
