import { createServer } from 'node:http';
import { format } from 'node:util';

import type { SupabaseClientOptions } from '@supabase/supabase-js';
import { createClient } from '@supabase/supabase-js';
import { Pool } from 'pg';
import type { QueryResultRow } from 'pg';
import { vi } from 'vitest';

import type { StackConfig, StackContext } from '../../context.ts';
import { createKeys } from '../../keys.ts';
import type { AuthConfig } from '../../project-config.ts';
import type { TestServer } from '../../template.ts';
import { TestClock } from '../../testing/test-clock.ts';
import { testConfig } from '../../testing/test-config.ts';
import type { AuthOptions } from '../auth-runtime.ts';
import { createAuth } from '../create-auth.ts';
import { listenOnLoopback } from './loopback-server.ts';
import type { MailCatcher } from './mail-catcher.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { createPlainDatabase } from './plain-database.ts';

export type Client = ReturnType<typeof createClient>;

/** Auth over HTTP on a database of its own, with a clock that tests move and an SMTP server that keeps mails. */
export type AuthStack = {
  url: string;
  ctx: StackContext;
  mail: MailCatcher;
  /** The server's; it stands still until it is moved. */
  clock: TestClock;
  /** Moves it on. */
  advance(seconds: number): void;
  /** What the server's clock shows. */
  now(): Date;
  /** What a browser has; `token` signs its requests as that person. */
  client(options?: SupabaseClientOptions<'public'>['auth']): Client;
  /** With the secret key. */
  admin(): Client;
  request(path: string, init?: RequestInit): Promise<Response>;
  query<T extends QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
};

export const { siteUrl } = testConfig;

export async function startAuthStack(
  server: TestServer,
  options: AuthOptions & { config?: Partial<StackConfig>; settings?: Partial<AuthConfig> } = {},
): Promise<AuthStack> {
  const database = await createPlainDatabase(server);
  const mail = await startMailCatcher();
  const pool = new Pool({ connectionString: database.adminUrl });
  pool.on('error', () => undefined);
  const http = createServer();
  const url = `http://127.0.0.1:${await listenOnLoopback(http)}`;
  const clock = new TestClock();
  const ctx: StackContext = {
    pool,
    adminUrl: database.adminUrl,
    publicUrl: url,
    keys: createKeys(),
    config: {
      ...testConfig,
      redirectUrls: ['https://app.example.com/**', 'parley://open'],
      smtpPort: mail.port,
      mailFrom: 'Auth <noreply@example.com>',
      auth: { ...testConfig.auth, ...options.settings },
      profile: 'relaxed',
      ...options.config,
    },
    // On the console it fails the test that does not expect it.
    log: (level, message, fields) => {
      if (level === 'error') console.error(message, fields);
    },
  };
  const service = createAuth(ctx, { clock, bcryptCost: 4, ...options });
  http.on('request', (req, res) => {
    void service.handle(req, res, new URL(req.url ?? '/', url));
  });
  const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
  return {
    url,
    ctx,
    mail,
    clock,
    advance: (seconds) => clock.advance(seconds * 1000),
    now: () => new Date(clock.now()),
    client: (more) => createClient(url, ctx.keys.publishableKey, { auth: { ...auth, ...more } }),
    admin: () => createClient(url, ctx.keys.secretKey, { auth }),
    request: (path, init = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has('apikey')) headers.set('apikey', ctx.keys.publishableKey);
      return fetch(`${url}/auth/v1${path}`, { redirect: 'manual', ...init, headers });
    },
    async query<T extends QueryResultRow>(sql: string, values?: unknown[]) {
      return (await pool.query<T>(sql, values)).rows;
    },
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await service.stop();
      await mail.close();
      await pool.end();
      await database.drop();
    },
  };
}

/** What Auth logs as an error from now to the end of the test, which asserts it: each as text. */
export function hearErrors(): string[] {
  const heard: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((...told: unknown[]) => {
    heard.push(format(...told));
  });
  return heard;
}

type Outcome = { data: unknown; error: { message: string } | null };
type Success<R extends Outcome> = [Extract<R, { error: null }>] extends [never]
  ? R['data']
  : Extract<R, { error: null }>['data'];

/** The data of a call that must succeed; else fails with the error's own words. */
export function must<R extends Outcome>(result: R): Success<R> {
  if (result.error) throw new Error(result.error.message);
  return result.data;
}

/** A person with a confirmed address, made by the operator a second ago. */
export async function makePerson(stack: AuthStack, email: string, password = 'a good password') {
  const { user } = must(await stack.admin().auth.admin.createUser({ email, password, email_confirm: true }));
  stack.advance(1);
  return { user, email, password };
}
