import type { ReactElement } from 'react';

import { env } from '../env';
import { AppError } from '../errors';
import { log } from '../log';
import { MailFault, type Transport } from './letter';
import { renderMail } from './render-mail';
import { transportOf } from './transport';

/** What a template makes: a subject, and either a react-email tree or finished texts. */
export type Mail = { subject: string } & ({ react: ReactElement } | { html: string; text: string });

export type Delivery = Mail & {
  /** One bare address. */
  to: string;
  headers?: Record<string, string>;
  /** For rendering apart: until the mail server has taken it. */
  timeoutMs?: number;
};

/** RFC 3834: no out-of-office answers to these. */
const SYSTEM_HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

let open: { url: string; transport: Transport } | undefined;

/**
 * Sends one mail now, by the way MAIL_URL names. Taken by the mail server is all it tells, not delivered.
 * Neither addresses nor contents are logged: mails carry tokens.
 * @throws AppError unavailable when no server took it in time.
 */
export async function sendMail({
  to,
  subject,
  headers,
  timeoutMs = 10_000,
  ...content
}: Delivery): Promise<void> {
  const { MAIL_URL, MAIL_FROM } = env();
  if (open?.url !== MAIL_URL) open = { url: MAIL_URL, transport: transportOf(MAIL_URL) };
  const { html, text } = 'react' in content ? await renderMail(content.react) : content;
  const letter = { from: MAIL_FROM, to, subject, html, text, headers: { ...SYSTEM_HEADERS, ...headers } };
  try {
    await open.transport(letter, timeoutMs);
  } catch (thrown) {
    if (!(thrown instanceof MailFault)) throw thrown;
    log().error({ reason: thrown.message }, 'a mail could not be sent');
    throw new AppError('unavailable', 'The mail could not be sent. Try again in a moment.', {
      retryAfterMs: 5_000,
    });
  }
}
