import type { EmailAction, PlainMail } from './auth-runtime.ts';

type Wording = { subject: string; heading: string; lead: string; link: string | null };

const wordings: Record<EmailAction, Wording> = {
  signup: {
    subject: 'Confirm your email address',
    heading: 'Confirm your email address',
    lead: 'Follow the link to confirm this address and finish signing up.',
    link: 'Confirm email address',
  },
  magiclink: {
    subject: 'Your sign-in link',
    heading: 'Sign in',
    lead: 'Follow the link to sign in. It works once and only for a short time.',
    link: 'Sign in',
  },
  recovery: {
    subject: 'Reset your password',
    heading: 'Reset your password',
    lead: 'Somebody asked to reset the password of this account. If it was not you, ignore this mail.',
    link: 'Choose a new password',
  },
  invite: {
    subject: 'You have been invited',
    heading: 'You have been invited',
    lead: 'Follow the link to accept the invitation and create your account.',
    link: 'Accept the invitation',
  },
  email_change: {
    subject: 'Confirm the change of your email address',
    heading: 'Confirm the change of your email address',
    lead: 'Follow the link to confirm the change. If you did not ask for it, ignore this mail.',
    link: 'Confirm the change',
  },
  reauthentication: {
    subject: 'Your verification code',
    heading: 'Confirm that it is you',
    lead: 'Enter this code to go on.',
    link: null,
  },
};

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (value: string): string => value.replace(/[&<>"]/g, (char) => entities[char] ?? char);

/** The plain mail of a project without a hook: one link, one code. */
export function renderMail(mail: {
  to: string;
  action: EmailAction;
  url: string;
  code: string;
  /** Of an e-mail change. */
  change?: { from: string; to: string };
}): PlainMail {
  const { subject, heading, lead, link } = wordings[mail.action];
  const change = mail.change ? `From ${mail.change.from || 'no address'} to ${mail.change.to}.` : null;
  const lines = [lead, ...(change === null ? [] : [change])];
  const html = [
    `<h2>${escape(heading)}</h2>`,
    ...lines.map((line) => `<p>${escape(line)}</p>`),
    ...(link === null ? [] : [`<p><a href="${escape(mail.url)}">${escape(link)}</a></p>`]),
    `<p>Code: <strong>${escape(mail.code)}</strong></p>`,
  ].join('\n');
  const text = [heading, ...lines, ...(link === null ? [] : [`${link}: ${mail.url}`]), `Code: ${mail.code}`];
  return { to: mail.to, subject, html, text: text.join('\n\n') };
}
