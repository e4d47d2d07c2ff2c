import { beforeEach, expect, it, vi } from 'vitest';

const COMPLETE = {
  APP_URL: 'https://parley.example.com',
  DATABASE_URL: 'postgresql://app_web@db.example.com/postgres',
  SUPABASE_URL: 'https://project.supabase.example.com/',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_0123456789',
  SUPABASE_SECRET_KEY: 'sb_secret_0123456789abc',
  SEND_EMAIL_HOOK_SECRET: 'v1,whsec_c2VjcmV0',
  MAIL_URL: 'smtp://mail.example.com',
  MAIL_FROM: 'Parley <parley@example.com>',
};

/** What a server reads that has these variables and no others. */
async function read(variables: Record<string, string>) {
  vi.resetModules();
  vi.stubGlobal('process', { ...process, env: variables });
  const { env } = await import('./env');
  return env();
}

beforeEach(() => () => void vi.unstubAllGlobals());

it('is read with its defaults', async () => {
  const found = await read({ ...COMPLETE, LOG_LEVEL: '' });
  expect(found).toMatchObject({ LOG_LEVEL: 'info', TURN_URLS: [], NODE_ENV: 'production' });
  expect(found.SUPABASE_PUBLIC_URL).toBe('https://project.supabase.example.com');
});

it('names every fault at once', async () => {
  const { APP_URL: _, ...rest } = COMPLETE;
  await expect(read({ ...rest, MAIL_URL: 'https://mail.example.com' })).rejects.toThrow(
    /APP_URL: .*\n {2}MAIL_URL: /,
  );
});

it('has no relays without their secret', async () => {
  const relays = { ...COMPLETE, TURN_URLS: 'turn:a.example.com:3478, turns:b.example.com:443' };
  await expect(read(relays)).rejects.toThrow('TURN_SECRET: TURN_URLS asks for it.');
  const found = await read({ ...relays, TURN_SECRET: 'sixteen letters.' });
  expect(found.TURN_URLS).toEqual(['turn:a.example.com:3478', 'turns:b.example.com:443']);
});
