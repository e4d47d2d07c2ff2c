import type { AuthConfig } from '../project-config.ts';
import { tooMany } from './errors.ts';

/** `events` may pass per `perS` seconds, up to `burst` at once. */
export type Allowance = { events: number; perS: number; burst: number };

/** Limits of one project; null never refuses. */
export type AuthLimits = {
  /** All mails of the project together. */
  emailsSent: Allowance | null;
  /** Seconds between two mails of one kind to one address. */
  emailIntervalS: number;
  token: Allowance | null;
  verify: Allowance | null;
  /** Sign-up, /otp, /recover, /resend and PUT /user, each counted apart. */
  otp: Allowance | null;
  anonymous: Allowance | null;
  /** Challenges and answers to them, each counted apart: six digits must not be guessed. */
  factor: Allowance | null;
};

const perFiveMinutes = (events: number): Allowance => ({ events, perS: 300, burst: 30 });

const perHour = (events: number): Allowance => ({ events, perS: 3600, burst: events });

/** The limits of a project with these settings, as hosted counts them. */
export function limitsOf({
  rates,
  emailIntervalS,
}: Pick<AuthConfig, 'rates' | 'emailIntervalS'>): AuthLimits {
  return {
    emailsSent: perHour(rates.emailsPerHour),
    emailIntervalS,
    token: perFiveMinutes(rates.tokensPerFiveMinutes),
    verify: perFiveMinutes(rates.verificationsPerFiveMinutes),
    otp: perFiveMinutes(rates.signInsPerFiveMinutes),
    anonymous: perHour(rates.guestsPerHour),
    factor: { events: 15, perS: 60, burst: 30 },
  };
}

/** For demos, and for tests that are not about limits. */
export const relaxedLimits: AuthLimits = {
  emailsSent: null,
  emailIntervalS: 0,
  token: null,
  verify: null,
  otp: null,
  anonymous: null,
  factor: null,
};

const maxKeys = 10_000;

/** Token bucket per key; a key that is full again is forgotten, so memory stays bounded. */
export class Bucket {
  readonly #allowance: Allowance | null;
  readonly #state = new Map<string, { left: number; at: number }>();

  constructor(allowance: Allowance | null) {
    this.#allowance = allowance;
  }

  /** Takes one event of `key` at `nowMs`; false when none is left. */
  take(key: string, nowMs: number): boolean {
    if (this.#allowance === null) return true;
    const { events, perS, burst } = this.#allowance;
    const previous = this.#state.get(key) ?? { left: burst, at: nowMs };
    const refilled = Math.min(
      burst,
      previous.left + (Math.max(0, nowMs - previous.at) / 1000) * (events / perS),
    );
    const allowed = refilled >= 1;
    this.#state.delete(key);
    this.#state.set(key, { left: allowed ? refilled - 1 : refilled, at: nowMs });
    const oldest = this.#state.keys().next();
    if (this.#state.size > maxKeys && !oldest.done) this.#state.delete(oldest.value);
    return allowed;
  }
}

const routes = [
  'signup',
  'otp',
  'magiclink',
  'recover',
  'resend',
  'user',
  'token',
  'verify',
  'anonymous',
  'factor-challenge',
  'factor-verify',
] as const;
type LimitedRoute = (typeof routes)[number];

export type RateLimits = {
  /** Throws `over_request_rate_limit` (429) when the address has used up what the route allows. */
  request(route: LimitedRoute, address: string, now: Date): void;
  /** Throws `over_email_send_rate_limit` (429) when the project has sent its mails. */
  email(now: Date): void;
  readonly emailIntervalS: number;
};

export function createRateLimits(limits: AuthLimits): RateLimits {
  const allowanceOf = (route: LimitedRoute) => {
    if (route === 'token' || route === 'verify' || route === 'anonymous') return limits[route];
    return route === 'factor-challenge' || route === 'factor-verify' ? limits.factor : limits.otp;
  };
  const buckets = new Map(routes.map((route) => [route, new Bucket(allowanceOf(route))]));
  const emails = new Bucket(limits.emailsSent);
  return {
    emailIntervalS: limits.emailIntervalS,
    request(route, address, now) {
      if (buckets.get(route)?.take(address, now.getTime()) === false) {
        throw tooMany('over_request_rate_limit', 'Request rate limit reached');
      }
    },
    email(now) {
      if (!emails.take('', now.getTime())) {
        throw tooMany('over_email_send_rate_limit', 'email rate limit exceeded');
      }
    },
  };
}
