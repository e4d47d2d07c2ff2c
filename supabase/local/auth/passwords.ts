import { compare, hash as bcryptHash } from 'bcryptjs';

import type { AuthConfig } from '../project-config.ts';
import { ApiError, badRequest } from './errors.ts';

/** bcrypt reads no further (72 bytes). */
const maxBytes = 72;

export const hashPassword = (password: string, cost: number): Promise<string> => bcryptHash(password, cost);

/** The hash of no password that anybody knows. */
const decoyHash = (cost: number): string => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;

/** Compares in the same time whether or not the person exists or has a password. */
export async function passwordMatches(password: string, hash: string | null, cost: number): Promise<boolean> {
  const known = hash !== null && hash !== '';
  const equal = await compare(password, known ? hash : decoyHash(cost));
  return known && equal;
}

type Strength = Pick<AuthConfig, 'passwordMinLength' | 'passwordCharacters'>;

/** Why a password is too weak, or null. */
export function weakness(
  password: string,
  strength: Strength,
): { message: string; reasons: string[] } | null {
  const { passwordMinLength: length, passwordCharacters: sets } = strength;
  // Hosted counts bytes, whatever it calls them.
  const isShort = Buffer.byteLength(password) < length;
  const lacks = sets.some((set) => !Array.from(set).some((character) => password.includes(character)));
  const messages = [
    ...(isShort ? [`Password should be at least ${length} characters.`] : []),
    ...(lacks ? [`Password should contain at least one character of each: ${sets.join(', ')}.`] : []),
  ];
  if (messages.length === 0) return null;
  const reasons = [...(isShort ? ['length'] : []), ...(lacks ? ['characters'] : [])];
  return { message: messages.join(' '), reasons };
}

/** Throws `validation_failed` (400) beyond 72 bytes, `weak_password` (422) when too weak. */
export function checkPassword(password: string, strength: Strength): void {
  if (Buffer.byteLength(password) > maxBytes) {
    throw badRequest(`Password cannot be longer than ${maxBytes} characters`);
  }
  const weak = weakness(password, strength);
  if (weak) throw new ApiError(422, 'weak_password', weak.message, { weakPassword: weak.reasons });
}
