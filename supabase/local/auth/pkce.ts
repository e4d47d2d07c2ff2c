import { createHash, timingSafeEqual } from 'node:crypto';

import { badRequest } from './errors.ts';

export type ChallengeMethod = 's256' | 'plain';
export type Challenge = { challenge: string; method: ChallengeMethod };

/** Reads the challenge of a request (RFC 7636 section 4.2): null when it has none, `validation_failed` when malformed. */
export function readChallenge(challenge: string, method: string): Challenge | null {
  if (challenge === '' && method === '') return null;
  if (challenge === '' || method === '') {
    throw badRequest('PKCE flow requires code_challenge_method and code_challenge');
  }
  if (challenge.length < 43 || challenge.length > 128) {
    throw badRequest('code challenge has to be between 43 and 128 characters');
  }
  if (!/^[a-zA-Z0-9._~-]+$/.test(challenge)) {
    throw badRequest(
      'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes',
    );
  }
  const lower = method.toLowerCase();
  if (lower !== 's256' && lower !== 'plain') {
    throw badRequest(`unsupported code_challenge method "${method}"`);
  }
  return { challenge, method: lower };
}

/** RFC 7636 section 4.6, in constant time. */
export function verifierMatches({ challenge, method }: Challenge, verifier: string): boolean {
  const made = method === 's256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  const a = Buffer.from(made);
  const b = Buffer.from(challenge);
  return a.length === b.length && timingSafeEqual(a, b);
}
