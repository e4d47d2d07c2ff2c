import { readFile } from 'node:fs/promises';

import { parse } from 'smol-toml';
import { z } from 'zod';

import { configSchema } from './config-schema.ts';

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

type ConfigFile = z.infer<typeof configSchema>;

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
    /** Whether sign-in by Google is on; as whom, the command says. */
    google: auth.external.google.enabled,
    /** No stored object is larger, whatever its bucket says. */
    maxFileBytes: storage.file_size_limit,
  };
}

/** A new hosted project, as it is delivered. */
export const hostedProject: ProjectConfig = projectOf(configSchema.parse({}));

/**
 * Reads the settings from a project's `config.toml`. Addresses, the mail hook and the provider's client come from the
 * command instead, because they differ from run to run.
 * @throws Error that names the settings which cannot be read or are not emulated
 */
export async function readProjectConfig(path: string): Promise<ProjectConfig> {
  const config = configSchema.safeParse(parse(await readFile(path, 'utf8')));
  if (config.success) return projectOf(config.data);
  throw new Error(`${path}\n${z.prettifyError(config.error)}`);
}
