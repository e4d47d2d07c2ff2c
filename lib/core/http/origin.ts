import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';

import type { Origin } from '../caller';
import { env } from '../env';

const REQUEST_ID = /^[\w-]{8,64}$/;

/** Where a request comes from. The address is the last hop's word in the configured header (the one our own proxy wrote). */
export function originOf(headers: Headers): Origin {
  const forwarded = headers.get(env().CLIENT_ADDRESS_HEADER)?.split(',').at(-1)?.trim() ?? '';
  const given = headers.get('x-request-id') ?? '';
  return {
    requestId: REQUEST_ID.test(given) ? given : randomUUID(),
    address: isIP(forwarded) ? forwarded : '0.0.0.0',
  };
}
