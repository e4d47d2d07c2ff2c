import { readFile } from 'node:fs/promises';

import { parse } from 'smol-toml';
import { z } from 'zod';

import { parseGoDuration } from './go-duration.ts';

/** Classes of characters that hosted's `password_requirements` ask for, one of each. */
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const symbols = '!@#$%^&*()_+-=[]{};\'\\:"|<>?,./`~';
const characterSets: Record<string, readonly string[]> = {
  '': [],
  letters_digits: [lower + upper, digits],
  lower_upper_letters_digits: [lower, upper, digits],
  lower_upper_letters_digits_symbols: [lower, upper, digits, symbols],
};

const duration = z.string().transform((text, context) => {
  const ms = parseGoDuration(text);
  if (ms !== null) return ms / 1000;
  context.addIssue({ code: 'custom', message: `"${text}" is no duration` });
  return z.NEVER;
});
const units: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
const size = z
  .string()
  .regex(/^\d+\s?(?:[kmg]i?)?b?$/i)
  .transform((text) => {
    const [, amount, unit = ''] = /^(\d+)\s?([kmg]?)/i.exec(text) ?? [];
    return Number(amount) * (units[unit.toLowerCase()] ?? 1);
  });
const count = z.int().min(0);
/** A setting that is emulated at this value only: another one is an error, not passed over. */
const always = (value: boolean) => z.literal(value, { error: 'is not emulated here' }).default(value);

/** The settings of `config.toml` that are heeded here; what it leaves out is as in a new hosted project. */
const schema = z.object({
  auth: z
    .object({
      jwt_expiry: z.int().positive().default(3600),
      enable_refresh_token_rotation: always(true),
      refresh_token_reuse_interval: count.default(10),
      enable_signup: z.boolean().default(true),
      enable_anonymous_sign_ins: z.boolean().default(false),
      enable_manual_linking: z.boolean().default(false),
      minimum_password_length: z.int().min(6).default(6),
      password_requirements: z
        .enum(['', 'letters_digits', 'lower_upper_letters_digits', 'lower_upper_letters_digits_symbols'])
        .default(''),
      rate_limit: z
        .object({
          email_sent: count.default(30),
          anonymous_users: count.default(30),
          token_refresh: count.default(150),
          sign_in_sign_ups: count.default(30),
          token_verifications: count.default(30),
        })
        .prefault({}),
      email: z
        .object({
          enabled: always(true),
          enable_confirmations: always(true),
          double_confirm_changes: always(true),
          secure_password_change: z.boolean().default(false),
          max_frequency: duration.prefault('1m'),
          otp_length: z.int().min(6).max(10).default(6),
          otp_expiry: z.int().positive().default(3600),
        })
        .prefault({}),
      mfa: z
        .object({
          max_enrolled_factors: count.default(10),
          totp: z
            .object({ enroll_enabled: z.boolean().default(true), verify_enabled: z.boolean().default(true) })
            .prefault({}),
        })
        .prefault({}),
    })
    .prefault({}),
  storage: z.object({ file_size_limit: size.prefault('50MiB') }).prefault({}),
});
type ConfigFile = z.infer<typeof schema>;

/** What a project of its own is set to, in this code's names and units. */
export type ProjectConfig = ReturnType<typeof projectOf>;
export type AuthConfig = ProjectConfig['auth'];

function projectOf({ auth, storage }: ConfigFile) {
  const { email, mfa, rate_limit: rates } = auth;
  return {
    auth: {
      accessTokenTtlS: auth.jwt_expiry,
      /** Within this time after a rotation the previous tokens still answer with the current one. */
      reuseIntervalS: auth.refresh_token_reuse_interval,
      signUps: auth.enable_signup,
      anonymousSignIns: auth.enable_anonymous_sign_ins,
      /** Whether people may add and remove ways to sign in themselves (`linkIdentity`). */
      manualLinking: auth.enable_manual_linking,
      passwordMinLength: auth.minimum_password_length,
      /** A password has one character of each. */
      passwordCharacters: characterSets[auth.password_requirements] ?? [],
      /** A password change in a session older than a day wants a nonce from `/reauthenticate`. */
      securePasswordChange: email.secure_password_change,
      /** Digits of the code in a mail. */
      otpLength: email.otp_length,
      /** How long the code and link of a mail are good for. */
      otpTtlS: email.otp_expiry,
      maxFactors: mfa.max_enrolled_factors,
      totpEnrolment: mfa.totp.enroll_enabled,
      totpVerification: mfa.totp.verify_enabled,
      /** Seconds between two mails of one kind to one address. */
      emailIntervalS: email.max_frequency,
      rates: {
        emailsPerHour: rates.email_sent,
        guestsPerHour: rates.anonymous_users,
        tokensPerFiveMinutes: rates.token_refresh,
        signInsPerFiveMinutes: rates.sign_in_sign_ups,
        verificationsPerFiveMinutes: rates.token_verifications,
      },
    },
    /** No stored object is larger, whatever its bucket says. */
    maxFileBytes: storage.file_size_limit,
  };
}

/** A new hosted project, as it is delivered. */
export const hostedProject: ProjectConfig = projectOf(schema.parse({}));

/**
 * Reads the settings from a project's `config.toml`. Addresses, hooks and providers come from the command instead,
 * because they differ from run to run.
 * @throws Error that names the settings which cannot be read or are not emulated
 */
export async function readProjectConfig(path: string): Promise<ProjectConfig> {
  const config = schema.safeParse(parse(await readFile(path, 'utf8')));
  if (config.success) return projectOf(config.data);
  throw new Error(`${path}\n${z.prettifyError(config.error)}`);
}
