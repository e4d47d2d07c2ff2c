import { setTimeout as wait } from 'node:timers/promises';

import { createTransport } from 'nodemailer';

import { MailFault, type Transport } from './letter';
import { isLoopback } from './loopback';

/** SMTP by nodemailer. Beyond this machine the connection must be encrypted, since mails carry sign-in links. */
export function smtpTransport(url: URL): Transport {
  const isNear = isLoopback(url.hostname);
  return async (letter, timeoutMs) => {
    const transport = createTransport({
      url: url.href,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(isNear ? { ignoreTLS: true } : { requireTLS: true }),
    });
    const over = new AbortController();
    const tooLate = wait(timeoutMs, undefined, { signal: over.signal }).then(() => {
      throw new MailFault(`no answer within ${timeoutMs} ms`);
    });
    const { to, ...rest } = letter;
    try {
      await Promise.race([transport.sendMail({ ...rest, to: { name: '', address: to } }), tooLate]);
    } catch (thrown) {
      throw thrown instanceof MailFault ? thrown : new MailFault(reasonOf(thrown), { cause: thrown });
    } finally {
      over.abort();
      transport.close();
    }
  };
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  const code = 'code' in thrown ? String(thrown.code) : thrown.name;
  return 'responseCode' in thrown ? `${code} ${String(thrown.responseCode)}` : code;
}
