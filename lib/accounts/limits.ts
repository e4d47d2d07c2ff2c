import { createHash } from 'node:crypto';

import { takeRate } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';

type Limit = { burst: number; periodS: number };

/**
 * Attempts of people who are not signed in. `address`: all from one network address (an office shares one);
 * `both`: from one address with one e-mail; `email`: with one e-mail, from wherever.
 */
const LIMITS = {
  'sign-in': { address: { burst: 100, periodS: 600 }, both: { burst: 10, periodS: 300 }, email: null },
  'sign-up': { address: { burst: 60, periodS: 3600 }, both: { burst: 5, periodS: 900 }, email: null },
  // What makes us send mails to an address, which might be a stranger's.
  mail: {
    address: { burst: 60, periodS: 3600 },
    both: { burst: 5, periodS: 900 },
    email: { burst: 20, periodS: 3600 },
  },
  // A code has six digits and lives an hour: 20 guesses leave a chance of 1 to 50,000.
  code: {
    address: { burst: 60, periodS: 600 },
    both: { burst: 10, periodS: 900 },
    email: { burst: 20, periodS: 3600 },
  },
  link: { address: { burst: 60, periodS: 600 }, both: null, email: null },
} satisfies Record<string, { address: Limit; both: Limit | null; email: Limit | null }>;

/**
 * Counts an attempt before anything else happens, known address or not.
 * @throws AppError rate_limited, with the time to wait.
 */
export async function limitAttempts(kind: keyof typeof LIMITS, address: string, email = ''): Promise<void> {
  const { address: perAddress, both, email: perEmail } = LIMITS[kind];
  const person = createHash('sha256').update(email).digest('base64url').slice(0, 22);
  await take(`accounts.${kind}:${address}`, perAddress);
  if (email && both) await take(`accounts.${kind}:${address}:${person}`, both);
  if (email && perEmail) await take(`accounts.${kind}:${person}`, perEmail);
}

async function take(key: string, { burst, periodS }: Limit): Promise<void> {
  const waitMs = await takeRate(key, burst, periodS);
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  throw new AppError('rate_limited', `Too many attempts. Try again in ${wait}.`, { retryAfterMs: waitMs });
}
