import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { hostedProject, readProjectConfig } from './project-config.ts';

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

test('what is not emulated, or no setting at all, is refused and named', async () => {
  await expect(read('[auth.email]\nenable_confirmations = false')).rejects.toThrow(
    /not emulated here[^]*auth\.email\.enable_confirmations/,
  );
  await expect(read('[auth.email]\nmax_frequency = "soon"')).rejects.toThrow(/"soon" is no duration/);
  await expect(read('[storage]\nfile_size_limit = "big"')).rejects.toThrow(/storage\.file_size_limit/);
});
