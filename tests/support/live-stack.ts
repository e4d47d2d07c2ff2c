import { rm } from 'node:fs/promises';

import { REALTIME_SUBSCRIBE_STATES, RealtimeClient, type RealtimeChannel } from '@supabase/realtime-js';
import { SignJWT, importJWK } from 'jose';
import { Pool, type QueryResultRow } from 'pg';

import { pool } from '@/lib/core/db';

import { readProjectConfig } from '../../supabase/local/project-config.ts';
import { startStack } from '../../supabase/local/stack.ts';
import { createTestFolder } from '../../supabase/local/test-folders.ts';
import type { TestDb } from './database';
import type { TestPerson } from './people';

/** What a listener hears on a topic: events in order, and how the subscription stands. */
export type Listener = {
  status: 'joined' | 'refused';
  heard: { event: string; payload: Record<string, unknown> }[];
  channel: RealtimeChannel;
};

export type LiveStack = {
  db: TestDb;
  /** Joins a private topic with the person's token, on a socket of their own that stays open until `close`. */
  listen: (person: TestPerson, topic: string) => Promise<Listener>;
  /** An access token of the person, as the Auth server signs it. */
  token: (person: TestPerson) => Promise<string>;
  /** Resolves when everything sent until now has been delivered: a marker travels the same way behind it. */
  settled: () => Promise<void>;
  close: () => Promise<void>;
};

const MARKER = 'marker';

const join = (channel: RealtimeChannel) =>
  new Promise<Listener['status']>((resolve) => {
    channel.subscribe((status) =>
      resolve(status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED ? 'joined' : 'refused'),
    );
  });

/** The embedded stack with the app's migrations in a temporary folder, and the app's environment pointed at it. */
export async function startLiveStack(): Promise<LiveStack> {
  const dataDir = await createTestFolder();
  const alarms: string[] = [];
  const stack = await startStack({
    dataDir,
    migrationsDir: 'supabase/migrations',
    project: await readProjectConfig('supabase/config.toml'),
    privateChannelsOnly: true,
    fsync: false,
    alarm: (line) => alarms.push(line),
  });
  Object.assign(process.env, stack.env, {
    APP_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
  });
  const admin = new Pool({ connectionString: stack.adminUrl, max: 2 });
  const key = await importJWK(stack.keys.signingKey, 'ES256');
  const clients: RealtimeClient[] = [];

  const sign = (claims: Record<string, unknown>) =>
    new SignJWT({ iss: `${stack.gatewayUrl}/auth/v1`, aud: 'authenticated', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: stack.keys.signingKey.kid, typ: 'JWT' })
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(key);
  const connect = async (claims: Record<string, unknown>) => {
    const token = await sign(claims);
    const client = new RealtimeClient(`${stack.gatewayUrl.replace('http', 'ws')}/realtime/v1`, {
      params: { apikey: stack.keys.publishableKey },
      accessToken: () => Promise.resolve(token),
    });
    await client.setAuth();
    clients.push(client);
    return client;
  };
  const watcher = await connect({ role: 'service_role', sub: '00000000-0000-0000-0000-000000000000' });
  let onMarker = new Map<string, () => void>();
  const marks = watcher.channel(MARKER, { config: { private: true } });
  marks.on('broadcast', { event: MARKER }, ({ payload }) => onMarker.get(String(payload['n']))?.());
  await join(marks);
  let n = 0;

  return {
    db: {
      admin: async <R extends QueryResultRow>(text: string, values?: unknown[]) =>
        (await admin.query<R>(text, values)).rows,
      adminUrl: stack.adminUrl,
      postgresUrl: stack.postgresUrl,
      webUrl: stack.webUrl,
      close: async () => undefined,
    },
    listen: async (person, topic) => {
      const client = await connect(person.claims);
      const channel = client.channel(topic, { config: { private: true, broadcast: { ack: false } } });
      const heard: Listener['heard'] = [];
      channel.on('broadcast', { event: '*' }, ({ event, payload }) => heard.push({ event, payload }));
      return { status: await join(channel), heard, channel };
    },
    token: (person) => sign(person.claims),
    settled: async () => {
      const mark = String((n += 1));
      const arrived = new Promise<void>((resolve) => {
        onMarker.set(mark, resolve);
      });
      await admin.query('select realtime.send($1::jsonb, $2, $2, true)', [
        JSON.stringify({ n: mark }),
        MARKER,
      ]);
      await arrived;
    },
    close: async () => {
      onMarker = new Map();
      await Promise.all(clients.map((client) => client.disconnect()));
      // The server may stop while these are still closing; that ends them, too.
      admin.on('error', () => undefined);
      await admin.end();
      await pool().end();
      // What is said while it stops (connections cut in closing) is no complaint.
      const complaints = [...alarms];
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
      if (complaints.length > 0) throw new Error(`The stack complained:\n${complaints.join('\n')}`);
    },
  };
}
