import type { JsonWebKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type pg from 'pg';

import type { AuthConfig } from './project-config.ts';

/** Private ES256 signing key (P-256) as a JWK; `kid` is its RFC 7638 thumbprint. */
export type SigningKey = JsonWebKey & {
  kty: 'EC';
  crv: 'P-256';
  alg: 'ES256';
  kid: string;
  x: string;
  y: string;
  d: string;
};

/** The roles that log in, each with a random password kept in `keys.json`. */
export type LoginRole = 'supabase_admin' | 'postgres' | 'app_web' | 'app_worker';

export type StackKeys = {
  /** Names this data folder; part of cookie names, so that instances on one host stay apart. */
  instanceId: string;
  /** `sb_publishable_…`: may be shown to browsers. */
  publishableKey: string;
  /** `sb_secret_…`: acts as service_role, past row-level security. */
  secretKey: string;
  /** Signs access tokens now. */
  signingKey: SigningKey;
  /** Published already, to sign after the next rotation. */
  standbyKey: SigningKey | null;
  /** Signed before; what they signed is still good. Newest first. */
  previousKeys: SigningKey[];
  /** Send Email Hook secret in the hosted form `v1,whsec_<base64>` (Standard Webhooks). */
  hookSecret: string;
  passwords: Record<LoginRole, string>;
};

/** `hosted` keeps the limits and silences of the Pro plan; `relaxed` lifts the limits, for benchmarks and demos. */
export type LimitsProfile = 'hosted' | 'relaxed';

export type StackConfig = {
  /** Where mail links lead when no other address was asked for; no trailing slash. */
  siteUrl: string;
  /** Allow list for `redirectTo`; globs as hosted (`http://localhost:3000/**`). The site itself is always allowed. */
  redirectUrls: readonly string[];
  /** Send Email Hook; null: Auth sends its plain default mails to the inbox. */
  emailHookUrl: string | null;
  /** Loopback port of the inbox's SMTP catcher. */
  smtpPort: number;
  /** From address of the default mails. */
  mailFrom: string;
  /** Sign-in by Google, or by whatever speaks OpenID Connect as Google does; absent: off. */
  google?: { issuer: string; clientId: string; clientSecret: string } | undefined;
  /** What the project's config.toml says of Auth. */
  auth: AuthConfig;
  /** Whether Auth counts requests and mails as hosted; it would shut out people who all share one address. */
  authLimits: boolean;
  profile: LimitsProfile;
  /** Realtime refuses public topics, as the hosted setting "Allow public access" when it is off. Default: they are let in. */
  privateChannelsOnly?: boolean;
};

export type LogLevel = 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

/** What every service of the embedded stack is given. */
export type StackContext = {
  /** Superuser `supabase_admin` on the stack's database. Survives a restart of Postgres; single queries may then fail. */
  pool: pg.Pool;
  /** The same login as a connection string, for the replication connection. Constant while the stack runs. */
  adminUrl: string;
  /** The gateway as browsers reach it, e.g. `http://127.0.0.1:24321`; no trailing slash. */
  publicUrl: string;
  keys: StackKeys;
  config: StackConfig;
  log: Log;
};

/** One mounted part of the gateway, e.g. Auth under `/auth/v1`. */
export type Service = {
  /** Answers everything under the service's prefix. `url.pathname` still carries the prefix. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
  /** Lets a socket in or refuses it; the gateway checks no key here. */
  upgrade?(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void;
  stop(): Promise<void>;
};
