import { importJWK, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

import type { SigningKey } from '../context.ts';
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
  jwks: { keys: Record<string, unknown>[] };
};

export async function createAccessTokens(key: SigningKey): Promise<AccessTokens> {
  const { kid, kty, crv, x, y } = key;
  const algorithms = ['ES256'];
  const jwk = { kty, crv, x, y, alg: 'ES256', kid };
  const [privateKey, publicKey] = await Promise.all([importJWK({ ...jwk, d: key.d }), importJWK(jwk)]);
  return {
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' }).sign(privateKey),
    async verify(token, now) {
      const result = await jwtVerify(
        token,
        (header) => {
          if (header.kid !== undefined && header.kid !== kid) {
            throw new Error(`unrecognized JWT kid ${header.kid} for algorithm ${header.alg}`);
          }
          return publicKey;
        },
        { algorithms, currentDate: now, requiredClaims: ['exp'] },
      ).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw forbidden('bad_jwt', `invalid JWT: unable to parse or verify signature, ${reason}`);
      });
      const claims = verifiedClaims.safeParse(result.payload);
      if (!claims.success) throw forbidden('bad_jwt', 'invalid token: missing claims');
      return claims.data;
    },
    jwks: { keys: [{ ...jwk, use: 'sig', key_ops: ['verify'], ext: true }] },
  };
}
