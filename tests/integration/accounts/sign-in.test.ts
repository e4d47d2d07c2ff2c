import { AuthApiError } from '@supabase/auth-js';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';

import { changePassword } from '@/lib/accounts/change-password';
import { claimAccount } from '@/lib/accounts/claim-account';
import { provedAddressLately } from '@/lib/accounts/proof';
import { linkInput, PASSWORD_MIN_LENGTH } from '@/lib/accounts/schemas';
import { sendLink } from '@/lib/accounts/send-links';
import { redeemLink, signIn, signInByCode } from '@/lib/accounts/sign-in';
import { signUp } from '@/lib/accounts/sign-up';
import { authFailure } from '@/lib/core/auth/auth-client';
import { verifyAccessToken } from '@/lib/core/auth/verify';

import { relaxedLimits } from '../../../supabase/local/auth/rate-limits.ts';
import {
  type AuthStack,
  hearErrors,
  startAuthStack,
} from '../../../supabase/local/auth/support/auth-stack.ts';
import { readProjectConfig } from '../../../supabase/local/project-config.ts';
import { openDatabase, type TestDb } from '../../support/database';
import { refusal } from '../../support/people';
import { startHookServer } from './hook-server';
import { startSmtp } from './mail-servers';

const smtp = await startSmtp();
const hook = await startHookServer();
let stack: AuthStack;
let db: TestDb;

/** Auth as hosted as far as it shows here: a minute between two mails to one address. */
const { auth } = await readProjectConfig('supabase/config.toml');
const limits = { ...relaxedLimits, emailIntervalS: auth.emailIntervalS };

beforeAll(async () => {
  stack = await startAuthStack(inject('postgres'), {
    limits,
    config: { auth, emailHookUrl: hook.url },
  });
  db = await openDatabase({
    SUPABASE_URL: stack.url,
    SUPABASE_SECRET_KEY: stack.ctx.keys.secretKey,
    SEND_EMAIL_HOOK_SECRET: stack.ctx.keys.hookSecret,
    MAIL_URL: smtp.url,
  });
});
afterAll(async () => {
  await stack.close();
  await db.close();
  await Promise.all([hook.stop(), smtp.stop()]);
});

const PASSWORD = 'a good password';
let email = '';
let count = 0;
let origin = { requestId: 'test-request', address: '' };

beforeEach(() => {
  count += 1;
  email = `person${count}@example.com`;
  origin = { requestId: 'test-request', address: `10.0.0.${count}` };
});

const mailsTo = (address: string) =>
  smtp.received.filter(({ to }) => to?.some((person) => person.address === address));

/** The newest mail of an address: its link as our page reads it, and its code. */
function lastMail(address = email) {
  const text = mailsTo(address).at(-1)?.text ?? '';
  const url = URL.parse(/http:\S+\/auth\/confirm\S+/.exec(text)?.[0] ?? '');
  const query = Object.fromEntries(url?.searchParams ?? []);
  return {
    link: linkInput.parse(query),
    next: query['next'],
    code: /^\s*(\d{6})\s*$/m.exec(text)?.[1] ?? '',
  };
}

async function confirmedPerson(): Promise<void> {
  await signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/w');
  await redeemLink(lastMail().link, origin);
  // So that the next mail is not held back.
  stack.advance(61);
}

/** The owner confirms by the newest mail, in a browser that signed up for `madeHere`. */
async function confirm(madeHere: string | null): Promise<boolean> {
  const session = await redeemLink(lastMail().link, origin);
  if (!session) throw new Error('the link signs in');
  return claimAccount(session, madeHere, origin);
}

describe('signing up', () => {
  it('mails a link that keeps the way to the invitation and signs in once', async () => {
    const signedUp = await signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/invite/abc');
    expect(signedUp).toEqual({ session: null, accountId: expect.any(String) });
    const { link, next } = lastMail();
    expect([link.type, next]).toEqual(['signup', '/invite/abc']);
    const session = await redeemLink(link, origin);
    expect(await verifyAccessToken(session?.access_token ?? '')).toMatchObject({ email });
    expect(await refusal(redeemLink(link, origin))).toBe('gone');
  });

  it('tells nobody that an address has an account', async () => {
    await confirmedPerson();
    const before = mailsTo(email).length;
    const again = await signUp({ name: 'X', email, password: 'another password' }, origin, '/w');
    expect(again).toEqual({ session: null, accountId: null });
    expect(mailsTo(email)).toHaveLength(before);
    expect(await refusal(signIn({ email, password: 'another password' }, origin, '/w'))).toBe(
      'unauthenticated',
    );
  });

  it('nor that one waits for its confirmation', async () => {
    for (const session of [null, null]) {
      expect(await signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/w')).toMatchObject({
        session,
      });
    }
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('a link of yesterday is gone', async () => {
    await signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/w');
    stack.advance(24 * 3600);
    expect(await refusal(redeemLink(lastMail().link, origin))).toBe('gone');
  });
});

describe('an address that a stranger signed up with before', () => {
  const STRANGERS = 'known to the stranger';

  it.each([61, 0])('keeps no password of theirs once its owner confirms it (%i s later)', async (laterS) => {
    await signUp({ name: 'Stranger', email, password: STRANGERS }, { ...origin, address: '10.7.7.7' }, '/w');
    stack.advance(laterS);
    const { accountId } = await signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/w');
    expect(accountId).toBeNull();
    expect(await confirm(accountId)).toBe(true);
    expect(await refusal(signIn({ email, password: STRANGERS }, origin, '/w'))).toBe('unauthenticated');
  });

  it('but whoever signed up and confirms in one browser keeps the password', async () => {
    const { accountId } = await signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/w');
    expect(await confirm(accountId)).toBe(false);
    expect(await signIn({ email, password: PASSWORD }, origin, '/w')).toMatchObject({ user: { email } });
  });

  it('and later links change nothing', async () => {
    await confirmedPerson();
    await sendLink({ email, kind: 'magiclink' }, origin, '/w');
    expect(await confirm(null)).toBe(false);
  });
});

describe('signing in', () => {
  it('by password', async () => {
    await confirmedPerson();
    const session = await signIn({ email, password: PASSWORD }, origin, '/w');
    if (session === 'unconfirmed') throw new Error('the address is confirmed');
    const person = await verifyAccessToken(session.access_token);
    expect(person).toMatchObject({ email });
    expect(person && provedAddressLately(person)).toBe(false);
  });

  it('refuses a wrong password and an unknown address alike', async () => {
    await confirmedPerson();
    const wrong = await signIn({ email, password: 'not this one' }, origin, '/w').catch(String);
    const unknown = await signIn(
      { email: 'nobody@example.com', password: 'not this one' },
      origin,
      '/w',
    ).catch(String);
    expect(wrong).toBe(unknown);
  });

  it('mails the confirmation again to whoever knows the password of an unconfirmed address', async () => {
    await signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/w');
    stack.advance(61);
    expect(await signIn({ email, password: PASSWORD }, origin, '/w')).toBe('unconfirmed');
    expect(mailsTo(email)).toHaveLength(2);
    expect(await refusal(signIn({ email, password: 'not this one' }, origin, '/w'))).toBe('unauthenticated');
  });

  it('by the code of a mail, once', async () => {
    await confirmedPerson();
    await sendLink({ email, kind: 'magiclink' }, origin, '/w');
    const { code } = lastMail();
    const session = await signInByCode({ email, code }, origin);
    const person = await verifyAccessToken(session.access_token);
    expect(person && provedAddressLately(person, Date.parse(session.user.last_sign_in_at ?? ''))).toBe(true);
    expect(await refusal(signInByCode({ email, code }, origin))).toBe('gone');
  });

  it('by a recovery link, once', async () => {
    await confirmedPerson();
    await sendLink({ email, kind: 'recovery' }, origin, '/w/acme');
    const { link, next } = lastMail();
    expect([link.type, next]).toEqual(['recovery', '/w/acme']);
    expect((await redeemLink(link, origin))?.user.email).toBe(email);
    expect(await refusal(redeemLink(link, origin))).toBe('gone');
  });

  it.each(['magiclink', 'recovery', 'signup'] as const)(
    '%s: an unknown address gets the same answer and no mail',
    async (kind) => {
      await sendLink({ email: `nobody${count}@example.com`, kind }, origin, '/w');
      expect(mailsTo(`nobody${count}@example.com`)).toEqual([]);
    },
  );
});

it('asks for passwords as long as the project does', () => {
  expect(PASSWORD_MIN_LENGTH).toBe(auth.passwordMinLength);
});

describe('changing the password', () => {
  it('asks for the present one and ends every other session', async () => {
    await confirmedPerson();
    const old = await signIn({ email, password: PASSWORD }, origin, '/w');
    if (old === 'unconfirmed') throw new Error('the address is confirmed');
    const person = await verifyAccessToken(old.access_token);
    if (!person) throw new Error('not signed in');
    const input = { current: 'not this one', password: 'a better password' };
    expect(await refusal(changePassword(input, person, origin))).toBe('invalid');
    const kept = await changePassword({ ...input, current: PASSWORD }, person, origin);
    const sessions = await stack.query<{ id: string }>('select id from auth.sessions where user_id = $1', [
      person.userId,
    ]);
    const keptPerson = await verifyAccessToken(kept.access_token);
    expect(sessions.map(({ id }) => id)).toEqual([keptPerson?.sessionId]);
    expect(await refusal(signIn({ email, password: PASSWORD }, origin, '/w'))).toBe('unauthenticated');
  });
});

describe('limits', () => {
  it('ten passwords from one place for one address, then a pause; others go on', async () => {
    const guess = (address = origin.address, whose = email) =>
      refusal(signIn({ email: whose, password: 'a guess' }, { ...origin, address }, '/w'));
    for (let tries = 0; tries < 10; tries += 1) expect(await guess()).toBe('unauthenticated');
    expect(await guess()).toBe('rate_limited');
    expect(await guess(origin.address, 'other@example.com')).toBe('unauthenticated');
    expect(await guess('10.9.9.9')).toBe('unauthenticated');
  });

  it('twenty guesses of a code in all, from wherever', async () => {
    const answers: string[] = [];
    for (let tries = 0; tries < 21; tries += 1) {
      const from = { ...origin, address: `10.8.0.${tries}` };
      answers.push(await refusal(signInByCode({ email, code: '000000' }, from)));
    }
    expect(answers.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'gone'));
    expect(answers.at(-1)).toBe('rate_limited');
  });

  it('says how long to wait, the same for addresses that do not exist', async () => {
    const attempts = Array.from(
      { length: 6 },
      () => () => sendLink({ email, kind: 'recovery' }, origin, '/w'),
    );
    const answers: string[] = [];
    for (const attempt of attempts) answers.push(await attempt().then(() => 'sent', String));
    expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'sent'));
    expect(answers[5]).toMatch(/Try again in \d+ (seconds|minutes)\./);
  });
});

describe('when something is down', () => {
  it('the way to the mail: says so in words for people', async () => {
    const answer = authFailure(new AuthApiError('Failed to reach hook within 5 s', 422, 'hook_timeout'));
    expect([answer.code, answer.message]).toEqual([
      'unavailable',
      'The mail could not be sent. Try again in a moment.',
    ]);
  });

  it('mail: says so, and no half-made account blocks the next try', async () => {
    smtp.refuse(451);
    const errors = hearErrors();
    expect(await refusal(signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/w'))).toBe(
      'unavailable',
    );
    expect(errors).toEqual([expect.stringContaining('unavailable due to hook')]);
    smtp.refuse(null);
    expect(await signUp({ name: 'Nia', email, password: PASSWORD }, origin, '/w')).toMatchObject({
      session: null,
    });
    expect(mailsTo(email)).toHaveLength(1);
  }, 30_000);
});
