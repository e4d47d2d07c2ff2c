// Realtime alone, with the relaxed limits: fan-out, joins, messages of the database and memory, beside a bare server.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { SignJWT } from 'jose';
import { Client } from 'pg';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

import { startCrowd } from './realtime/crowd.ts';
import { memoryMiB } from './support/memory.ts';
import { median, monotonicMs, quantile, report, reportSpread } from './support/report.ts';

const CROWDS = [100, 500, 1000];
const ROUNDS = 60;
const DATABASE_ROUNDS = 300;
const BODY = 'x'.repeat(200);
const KIB_IN_MIB = 1024;
/** Of the prototype: at its peak, with a hundred listeners at 20,000 deliveries a second, for a connection, from SQL. */
const PROTOTYPE = {
  rate: 160_000,
  crowdOf100: { p50: 1.4, p99: 2.6 },
  kibPerSocket: 40,
  fromDatabase: { p50: 1.6, p99: 8 },
};

const env = z
  .object({
    PARLEY_E2E_DATA_DIR: z.string(),
    ADMIN_DATABASE_URL: z.string(),
    SUPABASE_URL: z.url(),
    SUPABASE_SECRET_KEY: z.string(),
  })
  .parse(process.env);
const readJson = (name: string): unknown =>
  JSON.parse(readFileSync(join(env.PARLEY_E2E_DATA_DIR, name), 'utf8'));
const { pids } = z.object({ pids: z.object({ stack: z.number() }) }).parse(readJson('stack.json'));
const { signingKey } = z
  .object({ signingKey: z.looseObject({ kid: z.string() }) })
  .parse(readJson('keys.json'));
const url = `${env.SUPABASE_URL.replace('http', 'ws')}/realtime/v1/websocket?apikey=${env.SUPABASE_SECRET_KEY}&vsn=2.0.0`;

/** Past the policies, but asked for all the same: what a join costs does not hang on the answer. */
const token = await new SignJWT({ role: 'service_role' })
  .setProtectedHeader({ alg: 'ES256', kid: signingKey.kid })
  .setExpirationTime('1h')
  .sign(signingKey);

const crowd = startCrowd();

/** Rounds one after the other, the first of which warm up. */
async function rounds(
  send: (mark: string) => Promise<unknown> | undefined,
  count: number,
): Promise<number[][]> {
  const all: number[][] = [];
  for (let n = 0; n < count; n += 1) all.push(await crowd.deliver(send));
  return all.slice(Math.ceil(count / 10));
}

const last = (times: readonly number[]): number => Math.max(...times);

/** Deliveries a second while a round lasts. */
const rateOf = (all: readonly number[][], sockets: number): number =>
  (sockets * 1000) / median(all.map(last));

async function bareFanOut(sockets: number): Promise<number[][]> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  await crowd.tell({ order: 'connect', url: `ws://127.0.0.1:${address.port}`, sockets });
  const measured = await rounds((mark) => {
    const frame = JSON.stringify([null, null, 'realtime:bench', 'broadcast', { event: 'e', mark, BODY }]);
    for (const client of server.clients) client.send(frame);
    return undefined;
  }, ROUNDS);
  await crowd.tell({ order: 'close' });
  server.close();
  return measured;
}

async function fanOut(sockets: number): Promise<void> {
  const bare = await bareFanOut(sockets);
  const topic = `bench ${sockets}`;
  const startedMs = monotonicMs();
  const joinedMs = await crowd.tell({ order: 'join', url, topic, token, sockets });
  const joinsPerSecond = (sockets * 1000) / (monotonicMs() - startedMs);
  const sender = new WebSocket(url);
  await once(sender, 'open');
  const config = { private: true, broadcast: { self: false } };
  sender.send(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', { config, access_token: token }]));
  await once(sender, 'message');
  const measured = await rounds((mark) => {
    const payload = { type: 'broadcast', event: 'e', payload: { mark, BODY } };
    sender.send(JSON.stringify(['1', '2', `realtime:${topic}`, 'broadcast', payload]));
    return undefined;
  }, ROUNDS);
  sender.terminate();
  await crowd.tell({ order: 'close' });

  const name = `realtime.fan-out-${sockets}`;
  report({
    name: `${name}.rate`,
    value: rateOf(measured, sockets),
    unit: '1/s',
    floor: rateOf(bare, sockets),
    prototype: PROTOTYPE.rate,
    aim: { atLeastOfFloor: 0.5 },
  });
  const bareMs = quantile(bare.flat(), 0.5);
  const { p50, p99 } = PROTOTYPE.crowdOf100;
  const prototype = (figure: number) => (sockets === 100 ? { prototype: figure } : {});
  reportSpread(name, measured.flat(), 'ms', {
    p50: { floor: bareMs, aim: { atMostTimesFloor: 3 }, ...prototype(p50) },
    p99: prototype(p99),
  });
  report({ name: `realtime.joins-${sockets}`, value: joinsPerSecond, unit: '1/s' });
  report({ name: `realtime.join-${sockets}.p50`, value: median(joinedMs), unit: 'ms' });
}

/** Comes first: a server that has had as many sockets before does not grow. */
async function memoryPerSocket(sockets: number): Promise<void> {
  const before = memoryMiB(pids.stack);
  await crowd.tell({ order: 'join', url, topic: 'bench memory', token, sockets });
  const grownKiB = ((memoryMiB(pids.stack) - before) * KIB_IN_MIB) / sockets;
  await crowd.tell({ order: 'close' });
  report({
    name: 'realtime.memory-per-socket',
    value: grownKiB,
    unit: 'KiB',
    prototype: PROTOTYPE.kibPerSocket,
    aim: { atMost: 60 },
  });
}

async function fromDatabase(): Promise<void> {
  const topic = 'bench database';
  await crowd.tell({ order: 'join', url, topic, token, sockets: 1 });
  const client = new Client({ connectionString: env.ADMIN_DATABASE_URL });
  await client.connect();
  const bare = await rounds(
    async (mark) => await client.query('select realtime.send($1, $2, $3)', [{ mark, BODY }, 'e', topic]),
    DATABASE_ROUNDS,
  );
  await client.end();
  await crowd.tell({ order: 'close' });
  const { p50, p99 } = PROTOTYPE.fromDatabase;
  reportSpread('realtime.from-database', bare.flat(), 'ms', {
    p50: { prototype: p50 },
    p99: { prototype: p99 },
  });
}

try {
  await memoryPerSocket(1000);
  for (const sockets of CROWDS) await fanOut(sockets);
  await fromDatabase();
} finally {
  crowd.end();
}
