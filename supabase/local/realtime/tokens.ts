import { errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';

import type { Clock } from '../clock.ts';
import type { StackKeys } from '../context.ts';
import { createTrustedKeys } from '../signing-keys.ts';
import type { TrustedKeys } from '../signing-keys.ts';
import { expired, refusalOf, TokenRefused } from './token-refused.ts';

export type Claims = Record<string, unknown> & { role: string; exp: number };

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
    const { payload } = await jwtVerify(token, this.#keyOf, {
      algorithms: ['ES256'],
      currentDate,
    }).catch((error: unknown) => {
      throw refusalOf(error, token, this.#clock.now() / 1_000);
    });
    const { role, exp } = payload;
    if (typeof role !== 'string' || typeof exp !== 'number') {
      throw new TokenRefused('claims', 'Fields `role` and `exp` are required in JWT');
    }
    if (!roles.has(role)) throw new TokenRefused('claims', `Role ${role} is not allowed`);
    const claims = { ...payload, role, exp };
    this.#remember(token, claims);
    return claims;
  }

  /** A key is found by its id alone: a token that names none is not tried with the keys there are. */
  readonly #keyOf: JWTVerifyGetKey = (header, token) => {
    if (header.kid === undefined) throw new errors.JWKSNoMatchingKey();
    return this.#trusted.getKey(header, token);
  };

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
