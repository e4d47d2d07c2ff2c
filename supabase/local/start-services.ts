import { join } from 'node:path';

import type { Cleanup } from './cleanup.ts';
import type { StackConfig, StackContext } from './context.ts';
import { createGateway } from './gateway/create-gateway.ts';
import { createInbox } from './inbox/create-inbox.ts';
import { openMailStore } from './inbox/mail-store.ts';
import { startSmtpCatcher } from './inbox/smtp-catcher.ts';
import { pickPort } from './ports.ts';
import { hostedProject } from './project-config.ts';
import type { Realtime } from './realtime/create-realtime.ts';
import { mountServices } from './services.ts';
import type { StackOptions } from './stack.ts';

const USUAL_PORT = { gateway: 24_321, smtp: 24_325 };
const DEFAULT_SITE = 'http://localhost:3000';
const DEFAULT_FROM = 'Parley <hello@parley.localhost>';

function configOf(options: StackOptions, smtpPort: number): StackConfig {
  const { project = hostedProject } = options;
  return {
    siteUrl: (options.siteUrl ?? DEFAULT_SITE).replace(/\/+$/, ''),
    redirectUrls: options.redirectUrls ?? [],
    emailHookUrl: options.emailHookUrl ?? null,
    smtpPort,
    mailFrom: options.mailFrom ?? DEFAULT_FROM,
    google: options.google,
    auth: project.auth,
    authLimits: options.authLimits ?? false,
    profile: options.profile ?? 'hosted',
    privateChannelsOnly: options.privateChannelsOnly ?? false,
  };
}

/** All that does not keep the data itself: mail catcher, gateway, and the services behind it. Returns when they work. */
export async function startServices(
  options: StackOptions,
  base: Pick<StackContext, 'pool' | 'adminUrl' | 'keys' | 'log'> & { dataDir: string; dbPort: number },
  cleanup: Cleanup,
): Promise<{ context: StackContext; realtime: Realtime }> {
  const { dataDir, dbPort, keys, log, ...database } = base;
  const taken = new Set([options.gatewayPort, options.smtpPort, dbPort].filter((port) => port !== undefined));
  const store = await openMailStore(join(dataDir, 'mail'));
  const smtp = await startSmtpCatcher({
    port: options.smtpPort ?? (await pickPort(USUAL_PORT.smtp, taken)),
    store,
    log,
  });
  // The services send mail until they have stopped; the database does not.
  cleanup.addBeside(smtp.stop);
  const gateway = await createGateway({
    port: options.gatewayPort ?? (await pickPort(USUAL_PORT.gateway, taken)),
    keys,
    log,
  });
  cleanup.add(gateway.stop);
  const config = configOf(options, smtp.port);
  const context: StackContext = { ...database, publicUrl: gateway.url, keys, config, log };
  const { realtime } = await mountServices(gateway, context, {
    faults: options.faultEndpoint ?? false,
    storage: {
      dataDir,
      fsync: options.fsync ?? true,
      maxFileBytes: (options.project ?? hostedProject).maxFileBytes,
    },
  });
  gateway.mount({ prefix: '/inbox', service: createInbox(store), access: 'private', maxBodyBytes: 0 });
  return { context, realtime };
}
