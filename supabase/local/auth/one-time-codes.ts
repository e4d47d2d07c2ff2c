import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A code of so many digits, each code equally likely. */
export const newCode = (digits: number): string => String(randomInt(10 ** digits)).padStart(digits, '0');

/** What a link carries instead of the code; hosted derives it from address and code. */
export const tokenHash = (email: string, code: string): string =>
  createHash('sha224')
    .update(email + code)
    .digest('hex');

/** What the database keeps of a link's token, so that reading the table signs nobody in. */
export const storedToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A password nobody knows, for people who sign in by link. */
export const unguessable = (): string => randomBytes(32).toString('base64url');

export const pkcePrefix = 'pkce_';
