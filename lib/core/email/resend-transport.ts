import { Resend } from 'resend';

import { MailFault, type Transport } from './letter';
import { isLoopback } from './loopback';

/** Resend's API by its own client. */
export function resendTransport(url: URL): Transport {
  const key = decodeURIComponent(url.username || url.hostname);
  const client = new Resend(key, url.username ? { baseUrl: baseUrlOf(url) } : {});
  return async (letter, timeoutMs) => {
    const { error } = await client.emails.send(letter, { signal: AbortSignal.timeout(timeoutMs) });
    if (error) throw new MailFault(`${error.name} ${error.statusCode ?? 'without an answer'}`);
  };
}

const baseUrlOf = ({ hostname, host }: URL) => `${isLoopback(hostname) ? 'http' : 'https'}://${host}`;
