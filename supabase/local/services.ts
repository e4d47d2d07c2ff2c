import { setTimeout as delay } from 'node:timers/promises';

import { createAuth } from './auth/create-auth.ts';
import type { StackContext } from './context.ts';
import type { Gateway } from './gateway/create-gateway.ts';
import { createRealtime, type Realtime } from './realtime/create-realtime.ts';
import { createFaultEndpoint } from './realtime/fault-endpoint.ts';
import { createStorage, type StorageOptions } from './storage/create-storage.ts';

const READY_LIMIT_MS = 30_000;

/**
 * The hosted services behind the gateway; returns when they work. Browsers are sent to the open paths, so these need no
 * API key. With `faults` the switches of Realtime stand under `/faults/realtime` too.
 */
export async function mountServices(
  gateway: Gateway,
  context: StackContext,
  options: { faults: boolean; storage: StorageOptions },
): Promise<{ realtime: Realtime }> {
  gateway.mount({
    prefix: '/auth/v1',
    service: createAuth(context),
    access: 'public',
    open: [
      '/verify',
      '/callback',
      '/authorize',
      '/.well-known/jwks.json',
      '/.well-known/openid-configuration',
    ],
    maxBodyBytes: null,
  });
  const realtime = createRealtime(context);
  gateway.mount({ prefix: '/realtime/v1', service: realtime, access: 'public', maxBodyBytes: null });
  if (options.faults) {
    const prefix = '/faults/realtime';
    const service = createFaultEndpoint(prefix, realtime, context.keys);
    gateway.mount({ prefix, service, access: 'private', maxBodyBytes: null });
  }
  const storage = createStorage(context, options.storage);
  // Public objects and signed URLs need no key.
  gateway.mount({
    prefix: '/storage/v1',
    service: storage,
    access: 'public',
    open: 'all',
    maxBodyBytes: null,
  });
  // Messages from the database that come before the stream is up are lost.
  const late = delay(READY_LIMIT_MS, 'late', { ref: false });
  if ((await Promise.race([realtime.ready(), late])) === 'late') {
    throw new Error('Realtime did not come up in 30 s; stack.log in the data folder may say why');
  }
  await storage.ready();
  return { realtime };
}
