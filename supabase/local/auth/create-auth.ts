import type { ServerResponse } from 'node:http';

import { createTransport } from 'nodemailer';

import { systemClock } from '../clock.ts';
import type { Service, StackContext } from '../context.ts';
import { createAccessTokens } from './access-token.ts';
import type { AuthOptions, AuthRuntime, AuthSettings } from './auth-runtime.ts';
import { ApiError, OAuthError } from './errors.ts';
import { GoogleProvider } from './oauth/google.ts';
import { createRateLimits, limitsOf, relaxedLimits } from './rate-limits.ts';
import type { Reply } from './reply.ts';
import { errorReply } from './reply.ts';
import { readRequest } from './request.ts';
import { dispatch } from './router.ts';

function settingsOf({ config, publicUrl }: StackContext, options: AuthOptions): AuthSettings {
  return {
    ...config.auth,
    siteUrl: config.siteUrl,
    redirectUrls: config.redirectUrls,
    externalUrl: `${publicUrl}/auth/v1`,
    flowTtlS: 300,
    bcryptCost: options.bcryptCost ?? 10,
    emailHookUrl: config.emailHookUrl,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 10_000,
    mailFrom: config.mailFrom,
  };
}

function googleOf({ config }: StackContext, settings: AuthSettings, now: () => Date): GoogleProvider | null {
  if (!config.google) return null;
  return new GoogleProvider(config.google, `${settings.externalUrl}/callback`, now);
}

function createRuntime(ctx: StackContext, options: AuthOptions): AuthRuntime {
  const settings = settingsOf(ctx, options);
  const clock = options.clock ?? systemClock;
  const now = () => new Date(clock.now());
  const smtp = createTransport({
    host: '127.0.0.1',
    port: ctx.config.smtpPort,
    secure: false,
    ignoreTLS: true,
  });
  return {
    pool: ctx.pool,
    settings,
    keys: ctx.keys,
    google: googleOf(ctx, settings, now),
    tokens: createAccessTokens(ctx.keys),
    limits: createRateLimits(options.limits ?? (ctx.config.authLimits ? limitsOf(settings) : relaxedLimits)),
    async sendMail(mail) {
      await smtp.sendMail({ from: settings.mailFrom, ...mail });
    },
    clock,
    now,
    log: ctx.log,
  };
}

function send(res: ServerResponse, { status, body, headers = {} }: Reply): void {
  if (res.destroyed || res.headersSent) return;
  const isText = typeof body === 'string';
  const payload = body === undefined ? '' : isText ? body : JSON.stringify(body);
  const type =
    body === undefined ? {} : { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' };
  res.writeHead(status, { 'cache-control': 'no-store', ...type, ...headers });
  res.end(payload);
}

function note(ctx: StackContext, path: string, error: unknown): void {
  if (error instanceof OAuthError) return;
  if (error instanceof ApiError && (error.status < 500 || error.code === 'request_timeout')) return;
  const failure = error instanceof Error ? error : new Error(String(error));
  const cause = failure.cause instanceof Error ? failure.cause.message : undefined;
  ctx.log('error', 'auth request failed', { path, error: failure.message, cause });
}

/**
 * Auth of the embedded stack, mounted at `/auth/v1`: GoTrue's protocol for e-mail sign-in, sessions and their
 * administration, by the project's settings. `options` are for tests.
 */
export function createAuth(ctx: StackContext, options: AuthOptions = {}): Service {
  const auth = createRuntime(ctx, options);
  return {
    async handle(req, res, url) {
      const version = req.headers['x-supabase-api-version'];
      try {
        const request = await readRequest(req, url, auth.settings, ctx.keys.secretKey);
        send(res, await dispatch(auth, request));
      } catch (error) {
        note(ctx, url.pathname, error);
        const reply = errorReply(error, Array.isArray(version) ? version[0] : version);
        // What is left of a body that was too large or too slow is not read.
        const closing = req.complete ? {} : { connection: 'close' };
        send(res, { ...reply, headers: { ...reply.headers, ...closing } });
      }
    },
    stop: async () => undefined,
  };
}
