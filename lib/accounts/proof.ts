import { z } from 'zod';

import type { Person } from '@/lib/core/caller';

/** How long after following a mail's link a password may be set without the old one. */
const FRESH_S = 15 * 60;

const amr = z.array(z.object({ method: z.string(), timestamp: z.number() })).catch([]);

/** Whether this session began by a link or code from a mail, a short while ago (RFC 8176 `amr`, as Supabase fills it). */
export function provedAddressLately({ claims }: Pick<Person, 'claims'>, nowMs = Date.now()): boolean {
  return amr
    .parse(claims['amr'])
    .some(
      ({ method, timestamp }) =>
        /^(otp|recovery|invite|magiclink)$/.test(method) && nowMs / 1000 - timestamp < FRESH_S,
    );
}
