import type { Pool } from 'pg';

import type { Log, StackContext } from '../context.ts';
import type { AccessTokens } from './access-token.ts';
import type { GoogleProvider } from './oauth/google.ts';
import type { AuthLimits, RateLimits } from './rate-limits.ts';

/** What a project's dashboard would set. */
export type AuthSettings = {
  siteUrl: string;
  redirectUrls: readonly string[];
  /** Address of this service as others reach it, also the `iss` of its tokens. */
  externalUrl: string;
  accessTokenTtlS: number;
  /** How long the code and link of a mail are good for. */
  otpTtlS: number;
  /** How long a PKCE exchange may take. */
  flowTtlS: number;
  /** Within this time after a rotation the previous tokens still answer with the current one. */
  reuseIntervalS: number;
  bcryptCost: number;
  /** A password change in a session older than a day wants a nonce from `/reauthenticate`. */
  securePasswordChange: boolean;
  /** Whether people may add and remove ways to sign in themselves (`linkIdentity`). */
  manualLinking: boolean;
  emailHookUrl: string | null;
  hookTimeoutMs: number;
  /** How long a request's body may take to arrive. */
  bodyTimeoutMs: number;
  mailFrom: string;
};

/** For tests: a clock, cheaper hashes, limits (`hostedLimits`; relaxed when left out). */
export type AuthOptions = {
  now?: () => Date;
  bcryptCost?: number;
  limits?: AuthLimits;
  hookTimeoutMs?: number;
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
  /** Hash of nothing, compared with where there is no person. */
  decoyHash: string;
  sendMail(mail: PlainMail): Promise<void>;
  now(): Date;
  log: Log;
};
