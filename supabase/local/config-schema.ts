import { z } from 'zod';

import { allOff, always, elsewhere, never, off, unsaid } from './config-sections.ts';
import { parseGoDuration } from './go-duration.ts';

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

const rateLimit = z.strictObject({
  email_sent: count.default(30),
  anonymous_users: count.default(30),
  token_refresh: count.default(150),
  sign_in_sign_ups: count.default(30),
  token_verifications: count.default(30),
  sms_sent: elsewhere,
  web3: elsewhere,
});

const email = z.strictObject({
  enabled: always(true),
  enable_signup: always(true),
  enable_confirmations: always(true),
  double_confirm_changes: always(true),
  secure_password_change: z.boolean().default(false),
  require_current_password: always(false),
  max_frequency: duration.prefault('1m'),
  otp_length: z.int().min(6).max(10).default(6),
  otp_expiry: z.int().positive().default(3600),
  smtp: elsewhere,
  template: unsaid,
  notification: allOff,
});

const mfa = z.strictObject({
  max_enrolled_factors: count.default(10),
  totp: z
    .strictObject({ enroll_enabled: z.boolean().default(true), verify_enabled: z.boolean().default(true) })
    .prefault({}),
  phone: off('enroll_enabled', 'verify_enabled'),
  web_authn: off('enroll_enabled', 'verify_enabled'),
});

const auth = z.strictObject({
  enabled: always(true),
  jwt_expiry: z.int().positive().default(3600),
  jwt_issuer: unsaid,
  enable_refresh_token_rotation: always(true),
  refresh_token_reuse_interval: count.default(10),
  enable_signup: z.boolean().default(true),
  enable_anonymous_sign_ins: z.boolean().default(false),
  enable_manual_linking: z.boolean().default(false),
  minimum_password_length: z.int().min(6).default(6),
  password_requirements: z
    .enum(['', 'letters_digits', 'lower_upper_letters_digits', 'lower_upper_letters_digits_symbols'])
    .default(''),
  rate_limit: rateLimit.prefault({}),
  email: email.prefault({}),
  mfa: mfa.prefault({}),
  hook: z.object({ send_email: elsewhere }).catchall(off()).optional(),
  external: z
    .object({ google: z.looseObject({ enabled: z.boolean().default(false) }).prefault({}) })
    .catchall(off())
    .prefault({}),
  sms: off('enabled', 'enable_signup'),
  sessions: z.record(z.string(), never).optional(),
  captcha: off(),
  passkey: off(),
  webauthn: elsewhere,
  web3: allOff,
  third_party: allOff,
  oauth_server: off(),
  site_url: elsewhere,
  external_url: elsewhere,
  additional_redirect_urls: elsewhere,
  signing_keys_path: elsewhere,
  publishable_key: elsewhere,
  secret_key: elsewhere,
  jwt_secret: elsewhere,
  anon_key: elsewhere,
  service_role_key: elsewhere,
});

const storage = z.strictObject({
  enabled: always(true),
  file_size_limit: size.prefault('50MiB'),
  buckets: unsaid,
  image_transformation: off(),
  s3_protocol: off(),
  analytics: off(),
  vector: off(),
});

/**
 * The settings of `config.toml` that are heeded here; what it leaves out is as in a new hosted project. Of Auth and
 * Storage each setting is named, and one that is not is refused, as is any part that is switched on and not there.
 */
export const configSchema = z.object({
  auth: auth.prefault({}),
  storage: storage.prefault({}),
  api: off(),
  edge_runtime: off(),
  realtime: z.looseObject({ enabled: always(true) }).optional(),
  db: z
    .looseObject({
      major_version: always(17),
      pooler: off(),
      seed: off(),
      migrations: z.looseObject({ enabled: always(true) }).optional(),
    })
    .optional(),
});
