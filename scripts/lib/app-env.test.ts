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
  const stackEnv = {
    DATABASE_URL: 'postgres://local',
    ADMIN_DATABASE_URL: 'postgres://owner',
    SUPABASE_URL: 'http://127.0.0.1:24321',
    MAIL_URL: 'smtp://127.0.0.1:24325',
  };
  const env = embeddedAppEnv({ ...external, HOME: '/home/x', APP_URL: 'https://x' }, stackEnv, {
    appUrl: 'http://localhost:3001',
    demoPeople: '[]',
  });
  expect(env).toMatchObject({
    HOME: '/home/x',
    APP_URL: 'http://localhost:3001',
    DATABASE_URL: 'postgres://local',
    ADMIN_DATABASE_URL: undefined,
    SUPABASE_URL: 'http://127.0.0.1:24321',
    MAIL_URL: 'smtp://127.0.0.1:24325',
    DEMO_PEOPLE: '[]',
    SUPABASE_PUBLIC_URL: '',
  });
});

test('in the local network everything that a page calls has the one address, and the inbox has none', () => {
  const stackEnv = { SUPABASE_URL: 'http://127.0.0.1:24321', INBOX_URL: 'http://127.0.0.1:24321/inbox' };
  const facts = { appUrl: 'https://192.168.1.5:3443', demoPeople: '[]', isOnLan: true };
  expect(embeddedAppEnv({}, stackEnv, facts)).toMatchObject({
    APP_URL: 'https://192.168.1.5:3443',
    SUPABASE_URL: 'http://127.0.0.1:24321',
    SUPABASE_PUBLIC_URL: 'https://192.168.1.5:3443',
    INBOX_URL: '',
  });
});

test('the relay that runs beside the app is told to it; without one that of the environment stays', () => {
  const named = { TURN_URLS: 'turn:relay.example.com', TURN_SECRET: 'of the environment' };
  const own = { TURN_URLS: 'turn:127.0.0.1:24326', TURN_SECRET: 'of the data folder' };
  const facts = { appUrl: 'http://localhost:3000', demoPeople: '[]' };
  expect(embeddedAppEnv(named, {}, { ...facts, relay: own })).toMatchObject(own);
  expect(embeddedAppEnv(named, {}, facts)).toMatchObject(named);
});
