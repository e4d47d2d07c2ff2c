import { importJWK, jwtVerify, SignJWT } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

import type { SigningKeys } from '../signing-keys.ts';
import { createTrustedKeys, publicKeys } from '../signing-keys.ts';
import { forbidden } from './errors.ts';

export type AmrEntry = { method: string; timestamp: number };

/** Claims of hosted's access tokens; times in seconds since 1970. */
export type AccessClaims = {
  iss: string;
  sub: string;
  aud: string;
  exp: number;
  iat: number;
  email: string;
  phone: string;
  app_metadata: Record<string, unknown>;
  user_metadata: Record<string, unknown>;
  role: string;
  aal: string;
  amr: AmrEntry[];
  session_id: string;
  is_anonymous: boolean;
};

/** What is believed of a verified token; everything else is read from the database. */
const verifiedClaims = z.object({
  sub: z.string().default(''),
  role: z.string().default(''),
  session_id: z.string().default(''),
});
export type VerifiedClaims = z.infer<typeof verifiedClaims>;

export type AccessTokens = {
  sign(claims: AccessClaims): Promise<string>;
  /** Throws `bad_jwt` (403) for what is forged, expired, of another algorithm or of another key. */
  verify(token: string, now: Date): Promise<VerifiedClaims>;
  /** Public keys, RFC 7517. */
  jwks(): { keys: Record<string, unknown>[] };
};

const algorithms = ['ES256'];
const audience = 'authenticated';

/** Signs with the key in use and verifies with all that are trusted, as `keys` has them at that moment. */
export function createAccessTokens(keys: SigningKeys): AccessTokens {
  const trusted = createTrustedKeys(keys);
  const getKey: JWTVerifyGetKey = (header, jws) => {
    if (!publicKeys(keys).some(({ kid }) => kid === header.kid)) {
      throw new Error(`unrecognized JWT kid ${header.kid ?? '<nil>'} for algorithm ${header.alg}`);
    }
    return trusted.getKey(header, jws);
  };
  return {
    async sign(claims) {
      const { kid } = keys.signingKey;
      const header = { alg: 'ES256', kid, typ: 'JWT' };
      return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(keys.signingKey, 'ES256'));
    },
    async verify(token, now) {
      const options = { algorithms, audience, currentDate: now, requiredClaims: ['exp'] };
      const result = await jwtVerify(token, getKey, options).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw forbidden('bad_jwt', `invalid JWT: unable to parse or verify signature, ${reason}`);
      });
      const claims = verifiedClaims.safeParse(result.payload);
      if (!claims.success) throw forbidden('bad_jwt', 'invalid token: missing claims');
      return claims.data;
    },
    jwks: () => ({
      keys: publicKeys(keys).map((key) => ({ ...key, use: 'sig', key_ops: ['verify'], ext: true })),
    }),
  };
}
