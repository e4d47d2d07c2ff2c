import { compare, hash as bcryptHash } from 'bcryptjs';

import { ApiError, badRequest } from './errors.ts';

/** bcrypt reads no further (72 bytes). */
const maxBytes = 72;
const minLength = 6;

export const hashPassword = (password: string, cost: number): Promise<string> => bcryptHash(password, cost);

/** Compares in the same time whether or not the person exists or has a password. */
export async function passwordMatches(
  password: string,
  hash: string | null,
  decoyHash: string,
): Promise<boolean> {
  const known = hash !== null && hash !== '';
  const equal = await compare(password, known ? hash : decoyHash);
  return known && equal;
}

/** Why a password is too weak, or null. */
export function weakness(password: string): { message: string; reasons: string[] } | null {
  if (password.length >= minLength) return null;
  return { message: `Password should be at least ${minLength} characters.`, reasons: ['length'] };
}

/** Throws `validation_failed` (400) beyond 72 bytes, `weak_password` (422) when too weak. */
export function checkPassword(password: string): void {
  if (Buffer.byteLength(password) > maxBytes) {
    throw badRequest(`Password cannot be longer than ${maxBytes} characters`);
  }
  const weak = weakness(password);
  if (weak) throw new ApiError(422, 'weak_password', weak.message, { weakPassword: weak.reasons });
}
