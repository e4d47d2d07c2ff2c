import { parseArgs } from 'node:util';

import { z } from 'zod';

import { readProjectConfig } from './project-config.ts';
import { startStack, type StackOptions } from './stack.ts';

const USAGE = `node supabase/local/main.ts --data-dir X [options]

  --data-dir X          where database, keys and mails live (created when missing)
  --gateway-port N      --db-port N      --smtp-port N
                        ports on 127.0.0.1; without them the usual ones, or the next free
  --profile P           hosted (default: limits as on the Pro plan) or relaxed
  --migrations DIR      apply these migrations
  --site-url URL        where mail links lead by default
  --redirect-url GLOB   another allowed redirect; may be repeated
  --email-hook-url URL  Send Email Hook; without it plain mails go to the inbox
  --mail-from ADDRESS   sender of those
  --google-issuer URL --google-client-id ID
                        sign-in by Google; the client's secret in GOOGLE_CLIENT_SECRET
  --config FILE         the project's config.toml; without it the settings of a new hosted project
  --auth-limits         Auth counts requests and mails, as hosted does
  --private-channels-only
                        Realtime refuses public topics, as a hosted project can be set to
  --fault-endpoint      fault switches for tests under /faults/realtime; wants the secret key
  --no-fsync            faster, and a crash of the machine may destroy the data
  --with-parent         stop when the parent closes the IPC channel or standard input

Prints one JSON line {"ready":true,…} when everything is up; the keys stand in stack.json of the data folder.`;

const portSchema = z.coerce.number().int().min(1).max(65_535).optional();

const argumentsSchema = z.object({
  'data-dir': z.string({ error: '--data-dir is missing' }).min(1),
  'gateway-port': portSchema,
  'db-port': portSchema,
  'smtp-port': portSchema,
  profile: z.enum(['hosted', 'relaxed']).default('hosted'),
  migrations: z.string().optional(),
  'site-url': z.url().optional(),
  'redirect-url': z.array(z.string()).optional(),
  'email-hook-url': z.url().optional(),
  'mail-from': z.string().optional(),
  'google-issuer': z.url().optional(),
  'google-client-id': z.string().optional(),
  config: z.string().optional(),
  'auth-limits': z.boolean().default(false),
  'private-channels-only': z.boolean().default(false),
  'fault-endpoint': z.boolean().default(false),
  'no-fsync': z.boolean().default(false),
  'with-parent': z.boolean().default(false),
});

async function readArguments(): Promise<{ options: StackOptions; withParent: boolean }> {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      'gateway-port': { type: 'string' },
      'db-port': { type: 'string' },
      'smtp-port': { type: 'string' },
      profile: { type: 'string' },
      migrations: { type: 'string' },
      'site-url': { type: 'string' },
      'redirect-url': { type: 'string', multiple: true },
      'email-hook-url': { type: 'string' },
      'mail-from': { type: 'string' },
      'google-issuer': { type: 'string' },
      'google-client-id': { type: 'string' },
      config: { type: 'string' },
      'auth-limits': { type: 'boolean' },
      'private-channels-only': { type: 'boolean' },
      'fault-endpoint': { type: 'boolean' },
      'no-fsync': { type: 'boolean' },
      'with-parent': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    process.exit(0);
  }
  const args = argumentsSchema.safeParse(values);
  if (!args.success) throw new Error(`${z.prettifyError(args.error)}\n\n${USAGE}`);
  const { data } = args;
  return {
    withParent: data['with-parent'],
    options: {
      dataDir: data['data-dir'],
      gatewayPort: data['gateway-port'],
      dbPort: data['db-port'],
      smtpPort: data['smtp-port'],
      profile: data.profile,
      migrationsDir: data.migrations,
      siteUrl: data['site-url'],
      redirectUrls: data['redirect-url'],
      emailHookUrl: data['email-hook-url'],
      mailFrom: data['mail-from'],
      google: readGoogle(data['google-issuer'], data['google-client-id']),
      project: data.config === undefined ? undefined : await readProjectConfig(data.config),
      authLimits: data['auth-limits'],
      privateChannelsOnly: data['private-channels-only'],
      faultEndpoint: data['fault-endpoint'],
      fsync: !data['no-fsync'],
    },
  };
}

function readGoogle(issuer: string | undefined, clientId: string | undefined): StackOptions['google'] {
  const clientSecret = process.env['GOOGLE_CLIENT_SECRET'];
  if (issuer === undefined && clientId === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new Error(`Google needs an issuer, a client id and GOOGLE_CLIENT_SECRET\n\n${USAGE}`);
  }
  return { issuer, clientId, clientSecret };
}

/** Resolves with the reason when this process is asked to end, or when the parent is gone. */
async function untilAsked(withParent: boolean): Promise<string> {
  return await new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        resolve(name);
      });
    }
    if (!withParent) return;
    const parentGone = (): void => {
      resolve('parent gone');
    };
    if (process.send !== undefined) {
      process.once('disconnect', parentGone);
      if (!process.connected) parentGone();
      return;
    }
    process.stdin.once('end', parentGone);
    process.stdin.once('error', parentGone);
    process.stdin.resume();
  });
}

// The parent may have closed our output before it asks us to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  const { options, withParent } = await readArguments();
  // Asked while starting: the start is finished first, then all of it is stopped in order.
  const asked = untilAsked(withParent);
  const stack = await startStack(options);
  const { gatewayUrl, inboxUrl, smtpPort, dbPort, applied } = stack;
  console.log(
    JSON.stringify({ ready: true, pid: process.pid, gatewayUrl, inboxUrl, smtpPort, dbPort, applied }),
  );
  await asked;
  await stack.stop();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
