import { vi } from 'vitest';

/** 32 bytes, as the Auth server's hook secrets are. */
export const HOOK_SECRET = `v1,whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const COMPLETE = {
  APP_URL: 'https://parley.example',
  DATABASE_URL: 'postgresql://app_web@127.0.0.1:1/none',
  SUPABASE_URL: 'http://127.0.0.1:1',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_for_tests_only',
  SUPABASE_SECRET_KEY: 'sb_secret_for_tests_only_0000',
  SEND_EMAIL_HOOK_SECRET: HOOK_SECRET,
  MAIL_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'Parley <hello@parley.example>',
  PARLEY_INSTANCE: 'test',
  DEMO_PEOPLE: '',
  LOG_LEVEL: 'silent',
};

/** Gives the app a complete environment. Call it before anything asks for `env()`, which reads it once per test file. */
export function stubEnv(changes: Partial<Record<keyof typeof COMPLETE, string>> = {}): void {
  for (const [name, value] of Object.entries({ ...COMPLETE, ...changes })) vi.stubEnv(name, value);
}
