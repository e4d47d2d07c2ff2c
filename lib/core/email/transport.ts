import type { Transport } from './letter';
import { resendTransport } from './resend-transport';
import { smtpTransport } from './smtp-transport';

/**
 * The way out that an address names: `smtp(s)://user:password@host:port`, `resend://KEY`, or `resend://KEY@host:port`
 * for a server that speaks Resend's protocol.
 */
export function transportOf(mailUrl: string): Transport {
  const url = new URL(mailUrl);
  return url.protocol === 'resend:' ? resendTransport(url) : smtpTransport(url);
}
