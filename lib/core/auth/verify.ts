import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';

import type { Person } from '../caller';
import { env } from '../env';
import { AppError } from '../errors';

const claimsSchema = z.looseObject({
  sub: z.uuid(),
  session_id: z.uuid(),
  role: z.literal('authenticated'),
  aal: z.enum(['aal1', 'aal2']).default('aal1'),
  email: z.string().default(''),
  is_anonymous: z.boolean().default(false),
});

let keys: ReturnType<typeof createRemoteJWKSet> | undefined;

/**
 * Verifies an access token against the Auth server's public keys (JWKS, RFC 7517), without a call per request.
 * @returns the person, or null when the token is expired, forged, for another audience, or not a person's.
 * @throws AppError unavailable when the keys cannot be fetched.
 */
export async function verifyAccessToken(token: string): Promise<Person | null> {
  const issuer = `${env().SUPABASE_URL}/auth/v1`;
  keys ??= createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), { cooldownDuration: 5_000 });
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: 'authenticated',
      algorithms: ['ES256', 'RS256'],
      requiredClaims: ['exp'],
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) return null;
    const { sub, session_id, aal, email, is_anonymous } = claims.data;
    return {
      token,
      userId: sub,
      sessionId: session_id,
      email,
      aal,
      isAnonymous: is_anonymous,
      claims: claims.data,
    };
  } catch (thrown) {
    const isRefusal = thrown instanceof errors.JOSEError && !(thrown instanceof errors.JWKSTimeout);
    if (isRefusal && thrown.code !== 'ERR_JOSE_GENERIC') return null;
    throw new AppError('unavailable', 'Parley cannot reach its sign-in server. Try again in a moment.');
  }
}
