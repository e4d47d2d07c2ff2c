import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { jwtVerify } from 'jose';

import type { StackKeys } from '../context.ts';
import { createTrustedKeys } from '../signing-keys.ts';

export type ApiKeyCheck = (headers: IncomingHttpHeaders, url: URL) => Promise<'ok' | 'missing' | 'invalid'>;

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether the caller is the operator: the header `apikey`, or else the bearer token, is the secret key. */
export function carriesSecretKey(headers: IncomingHttpHeaders, keys: StackKeys): boolean {
  const key = headerKey(headers);
  return key !== null && isSame(key, keys.secretKey);
}

function headerKey(headers: IncomingHttpHeaders): string | null {
  const header = headers['apikey'];
  if (typeof header === 'string' && header !== '') return header;
  return /^bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

function offeredKey(headers: IncomingHttpHeaders, url: URL): string | null {
  const header = headers['apikey'];
  if (typeof header === 'string' && header !== '') return header;
  const parameter = url.searchParams.get('apikey');
  if (parameter !== null && parameter !== '') return parameter;
  return /^bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/**
 * Makes the gateway's check, as on a hosted project: the header or parameter `apikey`, else the bearer token, must
 * be the publishable key, the secret key or a valid access token of a person. What the caller may do with it is for
 * the service behind to decide.
 */
export function createApiKeyCheck(keys: StackKeys): ApiKeyCheck {
  const { getKey } = createTrustedKeys(keys);
  return async (headers, url) => {
    const key = offeredKey(headers, url);
    if (key === null) return 'missing';
    if (isSame(key, keys.publishableKey) || isSame(key, keys.secretKey)) return 'ok';
    return await jwtVerify(key, getKey, { algorithms: ['ES256'] }).then(
      () => 'ok',
      () => 'invalid',
    );
  };
}
