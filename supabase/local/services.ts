import { createAuth } from './auth/create-auth.ts';
import type { StackContext } from './context.ts';
import type { Gateway } from './gateway/create-gateway.ts';

const MEGABYTE = 1024 * 1024;

/** The hosted services behind the gateway. Browsers are sent to the open paths, so these need no API key. */
export function mountServices(gateway: Gateway, context: StackContext): void {
  gateway.mount({
    prefix: '/auth/v1',
    service: createAuth(context),
    access: 'public',
    open: ['/verify', '/callback', '/authorize', '/.well-known/jwks.json', '/health'],
    maxBodyBytes: MEGABYTE,
  });
}
