import { createLocalJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';

import type { SigningKey, StackKeys } from './context.ts';
import { createSigningKey } from './keys.ts';

type PublicKey = Pick<SigningKey, 'kty' | 'crv' | 'alg' | 'kid' | 'x' | 'y'>;

/** As hosted: one key signs, one may stand by, and earlier ones verify what they signed until they are revoked. */
export type SigningKeys = Pick<StackKeys, 'signingKey' | 'standbyKey' | 'previousKeys'>;

/** Everything that tokens may be verified with. A key that stands by is told to everyone before it signs anything. */
export function publicKeys({ signingKey, standbyKey, previousKeys }: SigningKeys): PublicKey[] {
  const all = [signingKey, ...(standbyKey === null ? [] : [standbyKey]), ...previousKeys];
  return all.map(({ kty, crv, alg, kid, x, y }) => ({ kty, crv, alg, kid, x, y }));
}

export type TrustedKeys = {
  /** For `jwtVerify`. */
  getKey: JWTVerifyGetKey;
  /** Changes when the keys do: what was verified before may not be trusted any more. */
  version(): string;
};

/** The keys as they are at each moment: a rotation changes `keys` while the stack runs. */
export function createTrustedKeys(keys: SigningKeys): TrustedKeys {
  const versionOf = () =>
    publicKeys(keys)
      .map(({ kid }) => kid)
      .join(' ');
  let built = { version: '', jwks: createLocalJWKSet({ keys: [] }) };
  const current = () => {
    const version = versionOf();
    if (built.version !== version) built = { version, jwks: createLocalJWKSet({ keys: publicKeys(keys) }) };
    return built;
  };
  return {
    getKey: (header, token) => current().jwks(header, token),
    version: () => current().version,
  };
}

/** Makes the key that a later rotation puts to use, unless there is one. */
export function prepareStandby(keys: SigningKeys): SigningKeys {
  return { ...keys, standbyKey: keys.standbyKey ?? createSigningKey() };
}

/**
 * Puts the standby key to use; the one in use goes on verifying.
 * @throws Error without a standby key: verifiers that keep the published keys for minutes have to know it first
 */
export function rotateKeys(keys: SigningKeys): SigningKeys {
  if (keys.standbyKey === null) throw new Error('There is no standby key; make one first, and wait a while');
  return {
    signingKey: keys.standbyKey,
    standbyKey: null,
    previousKeys: [keys.signingKey, ...keys.previousKeys],
  };
}

/**
 * Ends a standby or previous key and with it every token it signed.
 * @throws Error for the key in use, or one that is not there
 */
export function revokeKey(keys: SigningKeys, kid: string): SigningKeys {
  if (keys.signingKey.kid === kid) throw new Error('The key in use cannot be revoked; rotate first');
  if (!publicKeys(keys).some((key) => key.kid === kid)) throw new Error(`There is no key ${kid}`);
  return {
    signingKey: keys.signingKey,
    standbyKey: keys.standbyKey?.kid === kid ? null : keys.standbyKey,
    previousKeys: keys.previousKeys.filter((key) => key.kid !== kid),
  };
}
