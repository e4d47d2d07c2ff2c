import { createHmac } from 'node:crypto';

import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

import type { StackKeys } from '../context.ts';
import { createTrustedKeys } from '../signing-keys.ts';
import { accessDenied, invalidJwt, invalidSignature } from './errors.ts';

/** What a signed URL is good for; one never does for the other. */
export type SignedScope = 'download' | 'upload';

const signedClaims = z.object({
  url: z.string(),
  scope: z.enum(['download', 'upload']),
  exp: z.number(),
  upsert: z.boolean().default(false),
  owner: z.string().optional(),
});
export type SignedClaims = z.infer<typeof signedClaims>;

export type StorageTokens = {
  /** Claims of a person's access token, or of an API key. Refuses with `AccessDenied` (403). */
  verifyCaller(token: string): Promise<Record<string, unknown>>;
  /** A token for one object (`bucket/name`), good for `ttlS` seconds. */
  sign(claims: Omit<SignedClaims, 'exp' | 'upsert'> & { upsert?: boolean }, ttlS: number): Promise<string>;
  /** Refuses (400) what is forged, expired, of the other scope, or for another object. */
  verifySigned(token: string, scope: SignedScope, url: string): Promise<SignedClaims>;
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Signed URLs have a key of their own, as hosted: no key of people's tokens signs or opens one. */
export function createTokens(keys: StackKeys, now: () => Date): StorageTokens {
  const { getKey } = createTrustedKeys(keys);
  const urlKey = createHmac('sha256', keys.secretKey).update('storage signed urls').digest();
  const roleOfKey = new Map([
    [keys.publishableKey, 'anon'],
    [keys.secretKey, 'service_role'],
  ]);
  return {
    async verifyCaller(token) {
      const role = roleOfKey.get(token);
      if (role !== undefined) return { role, iss: 'supabase' };
      const options = { algorithms: ['ES256'], currentDate: now() };
      const { payload } = await jwtVerify(token, getKey, options).catch((error: unknown) => {
        throw accessDenied(reasonOf(error));
      });
      return payload;
    },
    async sign(claims, ttlS) {
      const issuedS = Math.floor(now().getTime() / 1000);
      return await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt(issuedS)
        .setExpirationTime(issuedS + ttlS)
        .sign(urlKey);
    },
    async verifySigned(token, scope, url) {
      const options = { algorithms: ['HS256'], currentDate: now(), requiredClaims: ['exp'] };
      const { payload } = await jwtVerify(token, urlKey, options).catch((error: unknown) => {
        throw invalidJwt(reasonOf(error));
      });
      const claims = signedClaims.safeParse(payload);
      if (!claims.success || claims.data.scope !== scope) {
        throw invalidSignature(`Token is not scoped for ${scope}`);
      }
      if (claims.data.url !== url) throw invalidSignature();
      return claims.data;
    },
  };
}
