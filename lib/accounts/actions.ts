'use server';

import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { settle } from '@/lib/core/action';
import { currentPerson, keepSession } from '@/lib/core/auth/session';
import { AppError } from '@/lib/core/errors';

import { answerForm } from './answer-form';
import { changePassword, resetPassword } from './change-password';
import { claimAccount } from './claim-account';
import { emptyForm, type FormState } from './form-state';
import { nextPath, withNext } from './next-path';
import { dropPendingMail, keepPendingMail, readPendingMail, type PendingMail } from './pending-mail';
import {
  changePasswordInput,
  codeInput,
  emailInput,
  linkInput,
  newPasswordInput,
  signInInput,
  signUpInput,
} from './schemas';
import { sendLink } from './send-links';
import { redeemLink, signIn, signInAsDemo, signInByCode } from './sign-in';
import { endSession } from './sign-out';
import { signUp } from './sign-up';

/** Signs up; leads to "check your mail", or on where the Auth server asks for no confirmation. */
export async function signUpByForm(_: FormState, form: FormData): Promise<FormState> {
  const next = nextPath(form.get('next'));
  const answer = await answerForm(signUpInput, form, async (input, origin) => {
    const { session, accountId } = await signUp(input, origin, next);
    if (session) await keepSession(session);
    else await keepPendingMail({ email: input.email, kind: 'signup', accountId });
    return session !== null;
  });
  if (!answer.ok) return answer.state;
  return redirect(answer.value ? next : withNext('/check-mail', next));
}

/** Signs in by password, or with `intent=link` mails a link and a code instead. */
export async function signInByForm(_: FormState, form: FormData): Promise<FormState> {
  if (form.get('intent') === 'link') return promiseMail('magiclink', form);
  const next = nextPath(form.get('next'));
  const answer = await answerForm(signInInput, form, async (input, origin) => {
    const session = await signIn(input, origin, next);
    if (session === 'unconfirmed') await keepPendingMail({ email: input.email, kind: 'signup' });
    else await keepSession(session);
    return session !== 'unconfirmed';
  });
  if (!answer.ok) return answer.state;
  return redirect(answer.value ? next : withNext('/check-mail', next));
}

/** Mails a link to a new password, if the address has an account. */
export async function recoverByForm(_: FormState, form: FormData): Promise<FormState> {
  return promiseMail('recovery', form);
}

async function promiseMail(kind: PendingMail['kind'], form: FormData): Promise<FormState> {
  const next = nextPath(form.get('next'));
  const answer = await answerForm(emailInput, form, async ({ email }, origin) => {
    await sendLink({ email, kind }, origin, next);
    await keepPendingMail({ email, kind });
  });
  if (!answer.ok) return answer.state;
  return redirect(withNext('/check-mail', next));
}

/** The page "check your mail": signs in by the code, or with `intent=resend` sends the mail once more. */
export async function checkMailByForm(_: FormState, form: FormData): Promise<FormState> {
  const next = nextPath(form.get('next'));
  const pending = await readPendingMail();
  if (!pending) redirect(withNext('/sign-in', next));
  if (form.get('intent') === 'resend') {
    const sent = await answerForm(z.object({}), form, (_input, origin) => sendLink(pending, origin, next));
    const t = await getTranslations('auth.checkMail');
    return sent.ok ? { ...emptyForm, notice: t('sentAgain') } : sent.state;
  }
  const answer = await answerForm(codeInput.omit({ email: true }), form, async ({ code }, origin) => {
    const session = await signInByCode({ email: pending.email, code }, origin);
    const mustChoose = await claimAccount(session, pending.accountId, origin);
    await keepSession(session);
    await dropPendingMail();
    return mustChoose;
  });
  if (!answer.ok) return answer.state;
  return redirect(answer.value ? withNext('/reset-password', next) : next);
}

/** Uses the token of a mail's link: signs in and leads on, where one has to be chosen to a new password. */
export async function confirmByForm(_: FormState, form: FormData): Promise<FormState> {
  const next = nextPath(form.get('next'));
  const answer = await answerForm(linkInput, form, async (input, origin) => {
    const session = await redeemLink(input, origin);
    if (!session) return 'half';
    const pending = await readPendingMail();
    const mustChoose = await claimAccount(session, pending?.accountId, origin);
    await keepSession(session);
    await dropPendingMail();
    return mustChoose || input.type === 'recovery' || input.type === 'invite' ? 'choose' : 'in';
  });
  if (!answer.ok) return { ...answer.state, message: answer.state.message ?? (await brokenLinkText()) };
  if (answer.value === 'half') {
    const t = await getTranslations('auth.confirm');
    return { ...emptyForm, notice: t('otherAddress') };
  }
  return redirect(answer.value === 'choose' ? withNext('/reset-password', next) : next);
}

async function brokenLinkText(): Promise<string> {
  return (await getTranslations('auth.confirm'))('broken');
}

/** Sets a new password after a recovery. */
export async function resetPasswordByForm(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerForm(newPasswordInput, form, async (input, origin) =>
    resetPassword(input, await currentPerson(), origin),
  );
  if (!answer.ok) return answer.state;
  return redirect(nextPath(form.get('next')));
}

/** Changes the password of a signed-in person who knows the present one. */
export async function changePasswordByForm(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerForm(changePasswordInput, form, async (input, origin) => {
    const person = await currentPerson();
    if (!person) throw new AppError('unauthenticated', 'Sign in first.');
    await keepSession(await changePassword(input, person, origin));
  });
  if (!answer.ok) return answer.state;
  const t = await getTranslations('auth.account');
  return { ...emptyForm, notice: t('passwordChanged') };
}

/** Signs in as one of the demo company's people. Answers `not_found` wherever there is none. */
export async function signInAsDemoByForm(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerForm(z.object({ key: z.string() }), form, async ({ key }, origin) => {
    await keepSession(await signInAsDemo(key, origin));
  });
  if (!answer.ok) return answer.state;
  return redirect(nextPath(form.get('next')));
}

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  await settle((origin) => endSession('local', origin));
  return redirect('/sign-in');
}

/** Ends all sessions of the person, here and on every other device. */
export async function signOutEverywhere(): Promise<FormState> {
  const result = await settle((origin) => endSession('global', origin));
  if (!result.ok) return { ...emptyForm, message: result.error.message };
  return redirect('/sign-in');
}
