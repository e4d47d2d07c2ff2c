import { createHash } from 'node:crypto';

import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

import type { Metadata } from '../users.ts';

export type GoogleSettings = {
  /** Google's is `https://accounts.google.com`; tests and demos name a provider of their own. */
  issuer: string;
  clientId: string;
  clientSecret: string;
};

/** Whom the provider says it has before it. */
export type ProviderProfile = {
  subject: string;
  email: string;
  emailVerified: boolean;
  /** What is kept as `identity_data` and shown as `user_metadata`. */
  data: Metadata;
};

export type ProviderTokens = { accessToken: string; refreshToken: string | null; idToken: string };
export type VerifiedIdToken = { profile: ProviderProfile; audience: string[]; nonce: string };

const discovered = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  id_token: z.string().min(1),
});
const idTokenClaims = z.object({
  sub: z.string().default(''),
  aud: z.union([z.string(), z.array(z.string())]).default([]),
  nonce: z.string().default(''),
  at_hash: z.string().default(''),
  name: z.string().default(''),
  picture: z.string().default(''),
  email: z.string().default(''),
  email_verified: z.boolean().default(false),
  hd: z.string().default(''),
});

type Endpoints = z.infer<typeof discovered> & { keys: JWTVerifyGetKey };

const timeoutMs = 10_000;
const scopes = ['email', 'profile'];

async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`${new URL(url).origin} answered ${response.status}`);
  return response.json();
}

async function discover(issuer: string): Promise<Endpoints> {
  const found = discovered.parse(await fetchJson(`${issuer}/.well-known/openid-configuration`));
  if (found.issuer !== issuer) throw new Error(`the issuer calls itself ${found.issuer}`);
  return { ...found, keys: createRemoteJWKSet(new URL(found.jwks_uri)) };
}

/** OpenID Connect Core, section 3.1.3.6. */
function hashOf(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}

function profileOf(issuer: string, claims: z.infer<typeof idTokenClaims>): ProviderProfile {
  const { sub, name, picture, email, hd } = claims;
  const named = Object.entries({ name, picture, email, avatar_url: picture, full_name: name });
  const data = {
    iss: issuer,
    sub,
    provider_id: sub,
    ...Object.fromEntries(named.filter(([, value]) => value !== '')),
    email_verified: claims.email_verified,
    phone_verified: false,
    ...(hd !== '' && { custom_claims: { hd } }),
  };
  return { subject: sub, email: email.toLowerCase(), emailVerified: claims.email_verified, data };
}

/** Google's OpenID Connect; every method throws when the provider is out of reach or what it says does not verify. */
export class GoogleProvider {
  readonly settings: GoogleSettings;
  readonly #redirectUri: string;
  readonly #now: () => Date;
  #endpoints: Promise<Endpoints> | null = null;

  constructor(settings: GoogleSettings, redirectUri: string, now: () => Date) {
    this.settings = settings;
    this.#redirectUri = redirectUri;
    this.#now = now;
  }

  #find(): Promise<Endpoints> {
    this.#endpoints ??= discover(this.settings.issuer).catch((error: unknown) => {
      this.#endpoints = null;
      throw error;
    });
    return this.#endpoints;
  }

  /** RFC 6749 section 4.1.1. `extra` may not name what this server decides. */
  async authorizeUrl(state: string, moreScopes: readonly string[], extra: URLSearchParams): Promise<string> {
    const url = new URL((await this.#find()).authorization_endpoint);
    for (const [name, value] of extra) url.searchParams.set(name, value);
    url.searchParams.set('client_id', this.settings.clientId);
    url.searchParams.set('redirect_uri', this.#redirectUri);
    url.searchParams.set('response_type', 'code');
    url.searchParams.set('scope', [...scopes, ...moreScopes].join(' '));
    url.searchParams.set('state', state);
    return url.toString();
  }

  /** RFC 6749 section 4.1.3. */
  async exchange(code: string): Promise<ProviderTokens> {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.#redirectUri,
      client_id: this.settings.clientId,
      client_secret: this.settings.clientSecret,
    });
    const answer = await fetchJson((await this.#find()).token_endpoint, { method: 'POST', body });
    const tokens = tokenAnswer.parse(answer);
    return {
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token ?? null,
      idToken: tokens.id_token,
    };
  }

  /** Checks signature, issuer and time, and the access token's hash; the audience is the caller's to check. */
  async verify(idToken: string, accessToken: string | null): Promise<VerifiedIdToken> {
    const { keys, issuer } = await this.#find();
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      algorithms: ['RS256', 'ES256'],
      currentDate: this.#now(),
      requiredClaims: ['exp'],
    });
    const claims = idTokenClaims.parse(payload);
    if (accessToken !== null && claims.at_hash !== '' && claims.at_hash !== hashOf(accessToken)) {
      throw new Error('access token hash does not match value in ID token');
    }
    return { profile: profileOf(issuer, claims), audience: [claims.aud].flat(), nonce: claims.nonce };
  }
}
