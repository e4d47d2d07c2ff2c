import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import type { AuthStack } from '../support/auth-stack.ts';
import { must, startAuthStack } from '../support/auth-stack.ts';
import { addAuthenticator, signInPerson } from '../support/authenticator.ts';

let stack: AuthStack;

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'), { settings: { anonymousSignIns: true } });
});
afterAll(async () => {
  await stack.close();
});

const enroll = (friendlyName: string) => ({ factorType: 'totp', friendlyName }) as const;

test('enrolling shows a code to scan; until it is verified nothing changes', async () => {
  const { client } = await signInPerson(stack, 'ann@example.com');
  const factor = must(await client.auth.mfa.enroll({ ...enroll('Phone'), issuer: 'Parley' }));
  expect(factor).toMatchObject({ type: 'totp', friendly_name: 'Phone' });
  expect(factor.totp.qr_code).toMatch(/^data:image\/svg\+xml;utf-8,<svg /);
  expect(factor.totp.uri).toBe(
    `otpauth://totp/Parley:ann%40example.com?algorithm=SHA1&digits=6&issuer=Parley&period=30&secret=${factor.totp.secret}`,
  );
  const listed = must(await client.auth.mfa.listFactors());
  expect(listed.all).toMatchObject([
    { id: factor.id, friendly_name: 'Phone', factor_type: 'totp', status: 'unverified' },
  ]);
  expect(listed.totp).toEqual([]);
  expect(must(await client.auth.mfa.getAuthenticatorAssuranceLevel())).toMatchObject({
    currentLevel: 'aal1',
    nextLevel: 'aal1',
  });
});

test('the database keeps no secret that makes codes', async () => {
  const { client } = await signInPerson(stack, 'sealed@example.com');
  const { totp, id } = must(await client.auth.mfa.enroll(enroll('Phone')));
  const rows = await stack.query<{ row: string }>(
    'select row_to_json(f)::text as row from auth.mfa_factors f where id = $1',
    [id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toContain(totp.secret);
});

test('a name is good for one factor, and ten are enough', async () => {
  const { client } = await signInPerson(stack, 'many@example.com');
  must(await client.auth.mfa.enroll(enroll('0')));
  const { error: taken } = await client.auth.mfa.enroll(enroll('0'));
  expect(taken).toMatchObject({
    status: 422,
    code: 'mfa_factor_name_conflict',
    message: 'A factor with the friendly name "0" for this user already exists',
  });
  for (let i = 1; i < 10; i += 1) must(await client.auth.mfa.enroll(enroll(String(i))));
  const { error: full } = await client.auth.mfa.enroll(enroll('10'));
  expect(full).toMatchObject({ status: 422, code: 'too_many_enrolled_mfa_factors' });
});

test('an enrolment nobody went on with is forgotten after five minutes', async () => {
  const { client } = await signInPerson(stack, 'later@example.com');
  must(await client.auth.mfa.enroll(enroll('Phone')));
  stack.advance(301);
  must(await client.auth.mfa.enroll(enroll('Phone')));
  expect(must(await client.auth.mfa.listFactors()).all).toHaveLength(1);
});

test('a verified factor cannot be removed or joined by another from a weaker session', async () => {
  const person = await signInPerson(stack, 'weaker@example.com');
  const { id } = await addAuthenticator(stack, person.client);
  const weaker = stack.client();
  must(await weaker.auth.signInWithPassword(person));
  expect((await weaker.auth.mfa.unenroll({ factorId: id })).error).toMatchObject({
    status: 422,
    code: 'insufficient_aal',
    message: 'AAL2 required to unenroll verified factor',
  });
  expect((await weaker.auth.mfa.enroll(enroll('Mine'))).error).toMatchObject({
    status: 403,
    code: 'insufficient_aal',
  });
  for (const change of [{ password: 'another password' }, { email: 'thief@example.com' }]) {
    expect((await weaker.auth.updateUser(change)).error).toMatchObject({
      status: 401,
      code: 'insufficient_aal',
    });
  }
  must(await weaker.auth.updateUser({ data: { colour: 'blue' } }));
  expect(must(await person.client.auth.mfa.unenroll({ factorId: id }))).toEqual({ id });
});

test('guests, strangers and other kinds of factor are refused', async () => {
  const guest = stack.client();
  must(await guest.auth.signInAnonymously());
  expect((await guest.auth.mfa.enroll(enroll('Phone'))).error).toMatchObject({
    status: 403,
    code: 'no_authorization',
    message: 'Anonymous user not allowed to perform these actions',
  });
  const ann = await signInPerson(stack, 'owner@example.com');
  const { id } = must(await ann.client.auth.mfa.enroll(enroll('Phone')));
  const ben = await signInPerson(stack, 'stranger@example.com');
  const notFound = { status: 404, code: 'mfa_factor_not_found', message: 'Factor not found' };
  expect((await ben.client.auth.mfa.challenge({ factorId: id })).error).toMatchObject(notFound);
  expect((await ben.client.auth.mfa.unenroll({ factorId: id })).error).toMatchObject(notFound);
  const phone = await ann.client.auth.mfa.enroll({ factorType: 'phone', phone: '+49301234567' });
  expect(phone.error).toMatchObject({ status: 422, code: 'mfa_phone_enroll_not_enabled' });
});
