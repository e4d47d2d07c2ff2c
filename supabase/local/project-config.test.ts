import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { hostedProject, readProjectConfig } from './project-config.ts';
import { startStack } from './stack.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley config '));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function read(toml: string) {
  const path = join(folder, 'config.toml');
  await writeFile(path, toml);
  return await readProjectConfig(path);
}

test('what a file leaves out is as in a new hosted project', async () => {
  expect(await read('project_id = "x"\n[db]\nmajor_version = 17')).toEqual(hostedProject);
  expect(hostedProject).toMatchObject({
    auth: { passwordMinLength: 6, anonymousSignIns: false, accessTokenTtlS: 3600, emailIntervalS: 60 },
    maxFileBytes: 50 * 1024 * 1024,
  });
});

test('what it says counts', async () => {
  const config = await read(`
    [auth]
    jwt_expiry = 600
    enable_anonymous_sign_ins = true
    minimum_password_length = 10
    password_requirements = "letters_digits"
    [auth.rate_limit]
    email_sent = 7
    [auth.email]
    max_frequency = "1m30s"
    otp_length = 8
    [storage]
    file_size_limit = "2GiB"`);
  expect(config).toMatchObject({
    auth: {
      accessTokenTtlS: 600,
      anonymousSignIns: true,
      passwordMinLength: 10,
      passwordCharacters: [expect.stringMatching(/^a.*Z$/), '0123456789'],
      emailIntervalS: 90,
      otpLength: 8,
      rates: { emailsPerHour: 7, tokensPerFiveMinutes: 150 },
    },
    maxFileBytes: 2 * 1024 ** 3,
  });
});

test('what is no value is refused and named', async () => {
  await expect(read('[auth.email]\nmax_frequency = "soon"')).rejects.toThrow(/"soon" is no duration/);
  await expect(read('[storage]\nfile_size_limit = "big"')).rejects.toThrow(/storage\.file_size_limit/);
});

/** What is not emulated when it is on, and what makes it harmless. */
const parts: [name: string, on: string, harmless: string][] = [
  ['auth.enabled', '[auth]\nenabled = false', '[auth]\nenabled = true'],
  ['auth.jwt_issuer', '[auth]\njwt_issuer = "https://else.example"', '[auth]\njwt_issuer = ""'],
  ['auth.enable_refresh_token_rotation', '[auth]\nenable_refresh_token_rotation = false', ''],
  ['auth.email.enable_signup', '[auth.email]\nenable_signup = false', '[auth.email]\nenable_signup = true'],
  ['auth.email.enable_confirmations', '[auth.email]\nenable_confirmations = false', ''],
  ['auth.email.require_current_password', '[auth.email]\nrequire_current_password = true', ''],
  ['auth.email.template', '[auth.email.template.invite]\nsubject = "Come"', '[auth.email.template]'],
  [
    'auth.email.notification.password_changed.enabled',
    '[auth.email.notification.password_changed]\nenabled = true',
    '[auth.email.notification.password_changed]\nenabled = false\nsubject = "Changed"',
  ],
  ['auth.captcha.enabled', '[auth.captcha]\nenabled = true', '[auth.captcha]\nprovider = "hcaptcha"'],
  ['auth.sessions.timebox', '[auth.sessions]\ntimebox = "24h"', '[auth.sessions]\ntimebox = "0s"'],
  ['auth.sessions.inactivity_timeout', '[auth.sessions]\ninactivity_timeout = "8h"', '[auth.sessions]'],
  ['auth.sessions.single_per_user', '[auth.sessions]\nsingle_per_user = true', ''],
  [
    'auth.hook.custom_access_token.enabled',
    '[auth.hook.custom_access_token]\nenabled = true',
    '[auth.hook.custom_access_token]\nenabled = false\nuri = "pg-functions://postgres/a/b"',
  ],
  [
    'auth.external.apple.enabled',
    '[auth.external.apple]\nenabled = true',
    '[auth.external.apple]\nenabled = false\nclient_id = "x"',
  ],
  ['auth.sms.enable_signup', '[auth.sms]\nenable_signup = true', '[auth.sms.twilio]\nenabled = true'],
  [
    'auth.mfa.phone.enroll_enabled',
    '[auth.mfa.phone]\nenroll_enabled = true',
    '[auth.mfa.phone]\notp_length = 6',
  ],
  [
    'auth.mfa.web_authn.verify_enabled',
    '[auth.mfa.web_authn]\nverify_enabled = true',
    '[auth.mfa.web_authn]',
  ],
  ['auth.web3.solana.enabled', '[auth.web3.solana]\nenabled = true', '[auth.web3.solana]\nenabled = false'],
  ['auth.third_party.clerk.enabled', '[auth.third_party.clerk]\nenabled = true', '[auth.third_party.clerk]'],
  [
    'auth.oauth_server.enabled',
    '[auth.oauth_server]\nenabled = true',
    '[auth.oauth_server]\nenabled = false',
  ],
  ['auth.passkey.enabled', '[auth.passkey]\nenabled = true', '[auth.webauthn]\nrp_id = "localhost"'],
  ['storage.enabled', '[storage]\nenabled = false', '[storage]\nenabled = true'],
  ['storage.buckets', '[storage.buckets.pictures]\npublic = true', '[storage.buckets]'],
  [
    'storage.image_transformation.enabled',
    '[storage.image_transformation]\nenabled = true',
    '[storage.image_transformation]\nenabled = false',
  ],
  ['storage.s3_protocol.enabled', '[storage.s3_protocol]\nenabled = true', '[storage.s3_protocol]'],
  ['storage.analytics.enabled', '[storage.analytics]\nenabled = true', '[storage.analytics]\nmax_tables = 5'],
  ['storage.vector.enabled', '[storage.vector]\nenabled = true', '[storage.vector]\nmax_buckets = 5'],
  ['api.enabled', '[api]\nenabled = true', '[api]\nschemas = ["public"]'],
  ['edge_runtime.enabled', '[edge_runtime]\nenabled = true', '[edge_runtime]\nenabled = false'],
  ['realtime.enabled', '[realtime]\nenabled = false', '[realtime]\nmax_header_length = 4096'],
  ['db.major_version', '[db]\nmajor_version = 15', '[db]\nport = 1'],
  ['db.pooler.enabled', '[db.pooler]\nenabled = true', '[db.pooler]\npool_mode = "session"'],
  ['db.seed.enabled', '[db.seed]\nenabled = true', '[db.seed]\nsql_paths = ["./seed.sql"]'],
  ['db.migrations.enabled', '[db.migrations]\nenabled = false', '[db.migrations]\nenabled = true'],
];

describe('what is not emulated', () => {
  test.each(parts)('is refused and named when it is on: %s', async (name, on) => {
    await expect(read(on)).rejects.toThrow(`is not emulated here\n  → at ${name}`);
  });

  test.each(parts)('is harmless when it is not: %s', async (_, __, harmless) => {
    expect(await read(harmless)).toEqual(hostedProject);
  });

  test.each([
    ['leaked_password_protection', 'auth', '[auth]\nleaked_password_protection = true'],
    ['otp_lenght', 'auth.email', '[auth.email]\notp_lenght = 8'],
    ['emails', 'auth.rate_limit', '[auth.rate_limit]\nemails = 8'],
    ['max_factors', 'auth.mfa', '[auth.mfa]\nmax_factors = 1'],
    ['cdn', 'storage', '[storage.cdn]\nenabled = true'],
  ])('is refused under a name that nobody knows: %s of %s', async (key, where, toml) => {
    await expect(read(toml)).rejects.toThrow(`Unrecognized key: "${key}"\n  → at ${where}`);
  });
});

test('what comes from the command, or is for others, is let through', async () => {
  const config = await read(`
    [auth]
    site_url = "https://parley.example.com"
    additional_redirect_urls = ["https://parley.example.com/**"]
    signing_keys_path = "./signing_keys.json"
    [auth.rate_limit]
    sms_sent = 30
    [auth.email.smtp]
    enabled = true
    [auth.hook.send_email]
    enabled = true
    [analytics]
    enabled = true
    [studio]
    enabled = true`);
  expect(config).toEqual(hostedProject);
});

test('of Google it says whether, and the command as whom: one without the other starts nothing', async () => {
  const project = await read('[auth.external.google]\nenabled = true\nclient_id = "x"');
  await expect(startStack({ dataDir: join(folder, 'data'), project })).rejects.toThrow(
    /Google .* its issuer/,
  );
  expect(await read('[auth.external.google]\nenabled = false')).toEqual(hostedProject);
});

test('the project of this repository has nothing else', async () => {
  expect(await readProjectConfig(join(import.meta.dirname, '..', 'config.toml'))).toMatchObject({
    auth: { passwordMinLength: 10 },
  });
});
