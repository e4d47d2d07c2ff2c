import type { Pool } from 'pg';

import type { Clock } from '../clock.ts';
import type { Log, StackContext } from '../context.ts';
import type { AuthConfig } from '../project-config.ts';
import type { AccessTokens } from './access-token.ts';
import type { GoogleProvider } from './oauth/google.ts';
import type { AuthLimits, RateLimits } from './rate-limits.ts';

/** What a project's config.toml and dashboard would set. */
export type AuthSettings = AuthConfig & {
  siteUrl: string;
  redirectUrls: readonly string[];
  /** Address of this service as others reach it, also the `iss` of its tokens. */
  externalUrl: string;
  /** How long a PKCE exchange may take. */
  flowTtlS: number;
  bcryptCost: number;
  emailHookUrl: string | null;
  /** How long a request's body may take to arrive. */
  bodyTimeoutMs: number;
  mailFrom: string;
};

/** For tests: a clock, cheaper hashes, limits other than those of the configuration. */
export type AuthOptions = {
  clock?: Clock;
  bcryptCost?: number;
  limits?: AuthLimits;
  bodyTimeoutMs?: number;
};

/** What a mail is about, in hosted's words (`email_action_type`). */
export type EmailAction =
  | 'signup'
  | 'magiclink'
  | 'recovery'
  | 'invite'
  | 'email_change'
  | 'reauthentication';

export type PlainMail = { to: string; subject: string; html: string; text: string };

export type AuthRuntime = {
  pool: Pool;
  settings: AuthSettings;
  keys: Pick<StackContext['keys'], 'secretKey' | 'publishableKey' | 'hookSecret'>;
  tokens: AccessTokens;
  /** Null when this project offers no sign-in by Google. */
  google: GoogleProvider | null;
  limits: RateLimits;
  sendMail(mail: PlainMail): Promise<void>;
  clock: Clock;
  now(): Date;
  log: Log;
};
