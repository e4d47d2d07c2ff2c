import { describe, expect, test } from 'vitest';

import { embeddedAppEnv, externalAppEnv, namesOtherSupabase } from './app-env.ts';

const external = {
  SUPABASE_URL: 'https://project.supabase.co',
  DATABASE_URL: 'postgres://app_web@pooler/postgres',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  SUPABASE_SECRET_KEY: 'sb_secret_x',
  SEND_EMAIL_HOOK_SECRET: 'v1,whsec_x',
  MAIL_URL: 'resend://key',
  MAIL_FROM: 'Parley <hello@example.com>',
};

describe('the app against another Supabase', () => {
  test('is recognised by SUPABASE_URL alone', () => {
    expect(namesOtherSupabase({ DATABASE_URL: 'postgres://elsewhere' })).toBe(false);
    expect(namesOtherSupabase({ SUPABASE_URL: '' })).toBe(false);
    expect(namesOtherSupabase(external)).toBe(true);
  });

  test('never gets demo people or the inbox', () => {
    const env = externalAppEnv(
      { ...external, DEMO_PEOPLE: '[{}]', INBOX_URL: 'http://x' },
      'http://localhost:3000',
    );
    expect(env).toMatchObject({
      ...external,
      DEMO_PEOPLE: '',
      INBOX_URL: '',
      APP_URL: 'http://localhost:3000',
    });
  });

  test('is refused with the names of what is missing', () => {
    const { MAIL_URL: _url, MAIL_FROM: _from, ...rest } = external;
    expect(() => externalAppEnv(rest, 'http://localhost:3000')).toThrow(/lacks MAIL_URL, MAIL_FROM\./);
  });
});

test('with the embedded stack no variable of the shell leads to another database or mail server', () => {
  const settings = {
    appUrl: 'http://localhost:3001',
    databaseUrl: 'postgres://local',
    supabaseUrl: 'http://127.0.0.1:15421',
    publishableKey: 'p',
    secretKey: 's',
    hookSecret: 'h',
    mailUrl: 'smtp://127.0.0.1:15425',
    inboxUrl: 'http://127.0.0.1:15421/inbox',
    instanceId: 'abc',
  };
  const env = embeddedAppEnv({ ...external, SUPABASE_URL: undefined, HOME: '/home/x' }, settings, '[]');
  expect(env).toMatchObject({
    HOME: '/home/x',
    DATABASE_URL: 'postgres://local',
    SUPABASE_URL: 'http://127.0.0.1:15421',
    MAIL_URL: 'smtp://127.0.0.1:15425',
    DEMO_PEOPLE: '[]',
  });
});
