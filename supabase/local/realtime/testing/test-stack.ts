import { createServer } from 'node:http';
import type { Server } from 'node:http';

import { SignJWT, importJWK } from 'jose';
import { Pool } from 'pg';

import type { LimitsProfile, StackContext, StackKeys } from '../../context.ts';
import { createKeys } from '../../keys.ts';
import { testConfig } from '../../testing/test-config.ts';
import { createRealtime } from '../create-realtime.ts';
import type { Realtime, RealtimeOptions } from '../create-realtime.ts';

export type TestStack = {
  /** Base address for clients, e.g. `ws://127.0.0.1:41234/realtime/v1`. */
  socketUrl: string;
  httpUrl: string;
  keys: StackKeys;
  /** Superuser on the test's database. */
  pool: Pool;
  realtime: Realtime;
  logged: string[];
  stop(): Promise<void>;
};

/** A realtime server of its own on a free port, over the given database. */
export async function startTestStack(
  adminUrl: string,
  options: RealtimeOptions & { profile?: LimitsProfile; privateChannelsOnly?: boolean } = {},
): Promise<TestStack> {
  const { profile = 'hosted', privateChannelsOnly = false, delays, ...realtimeOptions } = options;
  const keys = createKeys();
  const pool = new Pool({ connectionString: adminUrl, max: 4 });
  const logged: string[] = [];
  pool.on('error', (error) => logged.push(`pool: ${error.message}`));
  const ctx: StackContext = {
    pool,
    adminUrl,
    publicUrl: 'http://127.0.0.1',
    keys,
    config: { ...testConfig, profile, privateChannelsOnly },
    log: (level, message, fields) => logged.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`),
  };
  const realtime = createRealtime(ctx, {
    ...realtimeOptions,
    delays: { joinRefusalMs: 0, connectRefusalMs: 0, ...delays },
  });
  const server = createServer((req, res) => {
    realtime.handle(req, res, new URL(req.url ?? '/', 'http://test')).catch((error: unknown) => {
      logged.push(`error ${String(error)}`);
      res.destroy();
    });
  });
  server.on('upgrade', (req, socket, head) =>
    realtime.upgrade(req, socket, head, new URL(req.url ?? '/', 'http://test')),
  );
  const port = await listen(server);
  await realtime.ready();
  return {
    socketUrl: `ws://127.0.0.1:${port}/realtime/v1`,
    httpUrl: `http://127.0.0.1:${port}/realtime/v1`,
    keys,
    pool,
    realtime,
    logged,
    async stop() {
      await realtime.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}

/** An access token as Auth issues it. Times in seconds since the epoch. */
export async function mintToken(
  keys: StackKeys,
  claims: { sub?: string; role?: string; exp?: number } & Record<string, unknown> = {},
): Promise<string> {
  const key = await importJWK(keys.signingKey, 'ES256');
  const { exp = Math.floor(Date.now() / 1_000) + 600, ...rest } = claims;
  return new SignJWT({ role: 'authenticated', ...rest })
    .setProtectedHeader({ alg: 'ES256', kid: keys.signingKey.kid, typ: 'JWT' })
    .setExpirationTime(exp)
    .sign(key);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}
