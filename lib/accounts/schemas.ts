import { z } from 'zod';

/** Faults of a field, as keys below `auth.faults` in the text catalogue. */
const FAULTS = [
  'nameMissing',
  'nameLong',
  'emailInvalid',
  'passwordMissing',
  'passwordShort',
  'passwordLong',
  'passwordRepeated',
  'codeInvalid',
] as const;
type Fault = (typeof FAULTS)[number];
const fault = (key: Fault) => key;
export const isFault = (message: string): message is Fault => FAULTS.some((key) => key === message);

export const PASSWORD_MIN_LENGTH = 10;
/** bcrypt, which the Auth server uses, reads no further. */
const PASSWORD_MAX_BYTES = 72;

const name = z.string().trim().min(1, fault('nameMissing')).max(80, fault('nameLong'));
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, fault('emailInvalid'))
  .pipe(z.email(fault('emailInvalid')));
const newPassword = z
  .string()
  .min(PASSWORD_MIN_LENGTH, fault('passwordShort'))
  .refine((text) => new TextEncoder().encode(text).length <= PASSWORD_MAX_BYTES, fault('passwordLong'));
const password = z.string().min(1, fault('passwordMissing')).max(1_000, fault('passwordLong'));
/** People copy it with spaces, as some mail readers show it. */
const code = z
  .string()
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6,10}$/, fault('codeInvalid')));

export const signUpInput = z.object({ name, email, password: newPassword });
export const signInInput = z.object({ email, password });
export const emailInput = z.object({ email });
export const codeInput = z.object({ email, code });
export const newPasswordInput = z.object({ password: newPassword });
export const changePasswordInput = z
  .object({ current: password, password: newPassword })
  .refine((input) => input.current !== input.password, {
    path: ['password'],
    error: fault('passwordRepeated'),
  });
export const nameInput = z.object({ name });

/** What the link of a mail is for; the names are the Auth server's. */
export const LINK_TYPES = ['signup', 'magiclink', 'recovery', 'invite', 'email_change', 'email'] as const;
export type LinkType = (typeof LINK_TYPES)[number];
export const linkInput = z.object({
  token_hash: z.string().regex(/^[\w-]{10,200}$/),
  type: z.enum(LINK_TYPES),
});
