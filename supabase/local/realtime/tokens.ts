import { errors, jwtVerify } from 'jose';

import type { Clock } from '../clock.ts';
import type { StackKeys } from '../context.ts';
import { createTrustedKeys } from '../signing-keys.ts';
import type { TrustedKeys } from '../signing-keys.ts';

export type Claims = Record<string, unknown> & { role: string; exp: number };

/** Why a token was turned down, in the hosted server's words. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly code: 'InvalidJWTToken' | 'MalformedJWT' | 'JwtSignatureError' | 'JwtSignerError';

  constructor(code: TokenRefused['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The database roles a token may name; they are what the hosted `authenticator` can become. */
const roles = new Set(['anon', 'authenticated', 'service_role']);
const maxCached = 2_000;
/** API keys do not end; their claims need an `exp` all the same. */
const keyLifetimeS = 10 * 365 * 24 * 3_600;

/** Verifies access tokens (ES256, RFC 7519) and API keys. A token seen before costs no second signature check. */
export class TokenVerifier {
  readonly #clock: Clock;
  readonly #trusted: TrustedKeys;
  readonly #keyRoles: Map<string, string>;
  readonly #verified = new Map<string, Claims>();
  #verifiedWith = '';

  constructor(keys: StackKeys, clock: Clock) {
    this.#clock = clock;
    this.#trusted = createTrustedKeys(keys);
    this.#keyRoles = new Map([
      [keys.publishableKey, 'anon'],
      [keys.secretKey, 'service_role'],
    ]);
  }

  /**
   * Claims of an access token or an API key.
   * @throws TokenRefused when it is expired, malformed, forged, or lacks `role` or `exp`
   */
  async verify(token: string): Promise<Claims> {
    const nowS = this.#clock.now() / 1_000;
    const keyRole = this.#keyRoles.get(token);
    if (keyRole !== undefined) return { role: keyRole, exp: Math.floor(nowS) + keyLifetimeS };
    this.#forgetAfterRotation();
    const claims = this.#verified.get(token) ?? (await this.#verifySignature(token));
    if (claims.exp <= nowS) throw expired(nowS, claims.exp);
    return claims;
  }

  async #verifySignature(token: string): Promise<Claims> {
    const currentDate = new Date(this.#clock.now());
    const { payload } = await jwtVerify(token, this.#trusted.getKey, {
      algorithms: ['ES256'],
      currentDate,
    }).catch((error: unknown) => {
      throw refusal(error, this.#clock.now() / 1_000);
    });
    const { role, exp } = payload;
    if (typeof role !== 'string' || typeof exp !== 'number') {
      throw new TokenRefused('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT');
    }
    if (!roles.has(role)) throw new TokenRefused('InvalidJWTToken', `Role ${role} is not allowed`);
    const claims = { ...payload, role, exp };
    this.#remember(token, claims);
    return claims;
  }

  #forgetAfterRotation(): void {
    const version = this.#trusted.version();
    if (version === this.#verifiedWith) return;
    this.#verified.clear();
    this.#verifiedWith = version;
  }

  #remember(token: string, claims: Claims): void {
    if (this.#verified.size >= maxCached) {
      const oldest = this.#verified.keys().next();
      if (!oldest.done) this.#verified.delete(oldest.value);
    }
    this.#verified.set(token, claims);
  }
}

function expired(nowS: number, expS: number): TokenRefused {
  return new TokenRefused('InvalidJWTToken', `Token has expired ${Math.floor(nowS - expS)} seconds ago`);
}

function refusal(error: unknown, nowS: number): TokenRefused {
  if (error instanceof errors.JWTExpired) return expired(nowS, error.payload.exp ?? nowS);
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenRefused('JwtSignatureError', 'Failed to validate JWT signature');
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSEAlgNotAllowed) {
    const advice = 'check your JWT secret or JWKS configuration';
    return new TokenRefused('JwtSignerError', `Failed to generate JWT signer, ${advice}`);
  }
  return new TokenRefused('MalformedJWT', 'The token provided is not a valid JWT');
}
