import { decodeProtectedHeader, errors } from 'jose';

const codes = {
  expired: 'InvalidJWTToken',
  claims: 'InvalidJWTToken',
  malformed: 'MalformedJWT',
  signature: 'JwtSignatureError',
  signer: 'JwtSignerError',
  unknownKey: 'JwtSignerError',
} as const;

/** Why a token was turned down, in the hosted server's words to a join. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly reason: keyof typeof codes;

  constructor(reason: TokenRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }

  get code(): string {
    return codes[this.reason];
  }

  /** To who asks for a socket: since when is not told. */
  get handshakeText(): string {
    return this.reason === 'expired' ? 'Token has expired' : this.message;
  }

  /** To a channel that ends with its token: where hosted has no words, it sends the bare name of the error. */
  get shutdownText(): string {
    if (this.reason === 'signature') return ':signature_error';
    return this.reason === 'signer' ? ':error_generating_signer' : this.message;
  }
}

export function expired(nowS: number, expS: number): TokenRefused {
  return new TokenRefused('expired', `Token has expired ${Math.floor(nowS - expS)} seconds ago`);
}

/** What the hosted server says where verifying the token failed with `error`. */
export function refusalOf(error: unknown, token: string, nowS: number): TokenRefused {
  if (error instanceof errors.JWTExpired) return expired(nowS, error.payload.exp ?? nowS);
  if (error instanceof errors.JWSSignatureVerificationFailed) return badSignature();
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSEAlgNotAllowed) {
    return noSigner(token);
  }
  return new TokenRefused('malformed', 'The token provided is not a valid JWT');
}

/** A shared secret always makes a signer, though here none fits; key pairs are looked up by their id. */
function noSigner(token: string): TokenRefused {
  const { alg = '', kid } = decodeProtectedHeader(token);
  if (/^HS(256|384|512)$/.test(alg)) return badSignature();
  const advice = 'check your JWT secret or JWKS configuration';
  if (typeof kid === 'string' && /^([RE]S(256|384|512)|Ed25519|Ed448|EdDSA)$/.test(alg)) {
    const key = `key ID (kid) ${JSON.stringify(kid)}`;
    return new TokenRefused('unknownKey', `Failed to generate JWT signer for ${key}, ${advice}`);
  }
  return new TokenRefused('signer', `Failed to generate JWT signer, ${advice}`);
}

function badSignature(): TokenRefused {
  return new TokenRefused('signature', 'Failed to validate JWT signature');
}
