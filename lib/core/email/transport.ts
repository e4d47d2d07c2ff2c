import { resendTransport } from './resend-transport';
import { smtpTransport } from './smtp-transport';

/** One mail, ready to leave. */
export type Letter = {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
};

/** Hands a letter on within `timeoutMs`; throws MailFault when nobody took it. */
export type Transport = (letter: Letter, timeoutMs: number) => Promise<void>;

/** Why a mail did not leave, in words safe for logs: no address, no content. */
export class MailFault extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'MailFault';
  }
}

/**
 * The way out that an address names: `smtp(s)://user:password@host:port`, `resend://KEY`, or `resend://KEY@host:port`
 * for a server that speaks Resend's protocol.
 */
export function transportOf(mailUrl: string): Transport {
  const url = new URL(mailUrl);
  return url.protocol === 'resend:' ? resendTransport(url) : smtpTransport(url);
}

/** Mail to this machine needs no encryption on the way. */
export const isLoopback = (hostname: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(hostname);
