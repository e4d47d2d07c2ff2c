import type { TurnEnv } from './turn/start-turn.ts';

type Env = Record<string, string | undefined>;

/** What the app must be told when its Supabase is not embedded. */
const REQUIRED = [
  'DATABASE_URL',
  'SUPABASE_URL',
  'SUPABASE_PUBLISHABLE_KEY',
  'SUPABASE_SECRET_KEY',
  'SEND_EMAIL_HOOK_SECRET',
  'MAIL_URL',
  'MAIL_FROM',
] as const;

/** What only an installation with the embedded stack may have. */
const EMBEDDED_ONLY = { DEMO_PEOPLE: '', INBOX_URL: '' };

/** What an instance tells its app, besides where its Supabase is. */
export type EmbeddedFacts = {
  appUrl: string;
  demoPeople: string;
  /** Whether other devices open the app, which reach this machine by the app's address alone. */
  isOnLan?: boolean;
  /** The relay for calls that runs beside it; null leaves what the environment names. */
  relay?: TurnEnv | null;
};

/** Whether the environment names a Supabase of its own, so that nothing embedded may be started. */
export function namesOtherSupabase(env: Env): boolean {
  return (env['SUPABASE_URL'] ?? '') !== '';
}

/**
 * The app's environment against a hosted or self-hosted Supabase.
 * @throws Error that names each missing variable.
 */
export function externalAppEnv(env: Env, appUrl: string): Env {
  const missing = REQUIRED.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    throw new Error(
      `SUPABASE_URL is set, so Parley starts against ${env['SUPABASE_URL']}, but the environment lacks ` +
        `${missing.join(', ')}. Set ${missing.length === 1 ? 'it' : 'them'} in .env.local (see .env.example), ` +
        'or remove SUPABASE_URL to use the embedded Supabase.',
    );
  }
  return {
    ...env,
    NEXT_TELEMETRY_DISABLED: '1',
    APP_URL: env['APP_URL'] ?? appUrl,
    PARLEY_INSTANCE: env['PARLEY_INSTANCE'] ?? 'parley',
    ...EMBEDDED_ONLY,
  };
}

/**
 * The app's environment with the embedded stack. What the stack says wins over the shell and over the .env
 * files, which Next reads by itself, so that nothing leads to another database or sends real mail.
 */
export function embeddedAppEnv(env: Env, stackEnv: Env, facts: EmbeddedFacts): Env {
  const { appUrl, demoPeople, isOnLan = false, relay = null } = facts;
  return {
    ...env,
    NEXT_TELEMETRY_DISABLED: '1',
    ...stackEnv,
    // The owner's connection is not the app's business.
    ADMIN_DATABASE_URL: undefined,
    APP_URL: appUrl,
    SUPABASE_PUBLIC_URL: isOnLan ? appUrl : '',
    // It stays on loopback, where a phone does not find it.
    ...(isOnLan ? { INBOX_URL: '' } : {}),
    DEMO_PEOPLE: demoPeople,
    ...relay,
  };
}
