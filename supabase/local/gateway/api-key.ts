import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import type { StackKeys } from '../context.ts';

/** Why a request is let in or not: its key is one of the project's, is missing, is none, or is secret and in a browser. */
export type KeyVerdict = 'ok' | 'missing' | 'invalid' | 'exposed';

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function headerKey(headers: IncomingHttpHeaders): string | null {
  const header = headers['apikey'];
  return typeof header === 'string' && header !== '' ? header : null;
}

/** Whether the caller is the operator: the header `apikey` is the secret key. */
export function carriesSecretKey(headers: IncomingHttpHeaders, keys: StackKeys): boolean {
  const key = headerKey(headers);
  return key !== null && isSame(key, keys.secretKey);
}

/**
 * The gateway's check, as on a hosted project: the header `apikey`, else the parameter of that name, is the publishable
 * or the secret key. No bearer token stands in for it, not even a person's. The secret key is refused to whoever says
 * in `User-Agent` that they are a browser. What the caller may do is for the service behind to decide.
 */
export function checkApiKey(headers: IncomingHttpHeaders, url: URL, keys: StackKeys): KeyVerdict {
  const key = headerKey(headers) ?? url.searchParams.get('apikey') ?? '';
  if (key === '') return 'missing';
  if (isSame(key, keys.secretKey)) return isBrowser(headers) ? 'exposed' : 'ok';
  return isSame(key, keys.publishableKey) ? 'ok' : 'invalid';
}

function isBrowser(headers: IncomingHttpHeaders): boolean {
  return headers['user-agent']?.startsWith('Mozilla/') ?? false;
}

/**
 * Whom the services see, as behind the hosted gateway: a person's token stands for itself; where there is none, or an API
 * key in its place, the header `apikey` speaks.
 */
export function letApiKeySpeak(headers: IncomingHttpHeaders): void {
  const { authorization = '' } = headers;
  if (authorization !== '' && !/^(?:bearer\s+)?sb_/i.test(authorization)) return;
  const key = headerKey(headers);
  if (key === null) delete headers.authorization;
  else headers.authorization = `Bearer ${key}`;
}
