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

/** What the app is told about the embedded stack. */
export type EmbeddedSettings = {
  appUrl: string;
  databaseUrl: string;
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  hookSecret: string;
  mailUrl: string;
  inboxUrl: string;
  instanceId: string;
};

/**
 * The app's environment with the embedded stack. Everything that could lead to another database or send real
 * mail is set here, also over the .env files, which Next reads by itself.
 */
export function embeddedAppEnv(env: Env, settings: EmbeddedSettings, demoPeople: string): Env {
  return {
    ...env,
    NEXT_TELEMETRY_DISABLED: '1',
    APP_URL: settings.appUrl,
    DATABASE_URL: settings.databaseUrl,
    SUPABASE_URL: settings.supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: settings.publishableKey,
    SUPABASE_SECRET_KEY: settings.secretKey,
    SEND_EMAIL_HOOK_SECRET: settings.hookSecret,
    MAIL_URL: settings.mailUrl,
    MAIL_FROM: env['MAIL_FROM'] ?? 'Parley <hello@parley.localhost>',
    PARLEY_INSTANCE: settings.instanceId,
    INBOX_URL: settings.inboxUrl,
    DEMO_PEOPLE: demoPeople,
  };
}
