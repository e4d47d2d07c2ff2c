// Realtime alone, with the relaxed limits: fan-out, joins, messages of the database and memory, beside a bare server.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from 'pg';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

import { databaseAim, joinsAim, latencyAim, PROTOTYPE, rateAim } from './realtime/aims.ts';
import { startCrowd } from './realtime/crowd.ts';
import { signInMember } from './realtime/member.ts';
import { memoryMiB } from './support/memory.ts';
import { median, quantile, report, reportSpread, timeMs } from './support/report.ts';

const CROWDS = [100, 500, 1000];
const ROUNDS = 60;
const DATABASE_ROUNDS = 300;
const BODY = 'x'.repeat(200);
const KIB_IN_MIB = 1024;
const env = z
  .object({
    PARLEY_E2E_DATA_DIR: z.string(),
    ADMIN_DATABASE_URL: z.string(),
    SUPABASE_URL: z.url(),
    SUPABASE_PUBLISHABLE_KEY: z.string(),
    DEMO_PEOPLE: z
      .string()
      .transform((text) =>
        z.array(z.object({ email: z.string(), password: z.string() })).parse(JSON.parse(text)),
      ),
  })
  .parse(process.env);
const readJson = (name: string): unknown =>
  JSON.parse(readFileSync(join(env.PARLEY_E2E_DATA_DIR, name), 'utf8'));
const { pids } = z.object({ pids: z.object({ stack: z.number() }) }).parse(readJson('stack.json'));
const url = `${env.SUPABASE_URL.replace('http', 'ws')}/realtime/v1/websocket?apikey=${env.SUPABASE_PUBLISHABLE_KEY}&vsn=2.0.0`;
/** Everybody joins as the app's people do: as somebody signed in, through Parley's own policies. */
const { token, topic } = await signInMember(env);

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

type Bare = { times: number[][]; connectsPerSecond: number };

async function bareFanOut(sockets: number): Promise<Bare> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const bareUrl = `ws://127.0.0.1:${address.port}`;
  const connectMs = await timeMs(async () => await crowd.tell({ order: 'connect', url: bareUrl, sockets }));
  const times = await rounds((mark) => {
    const frame = JSON.stringify([null, null, `realtime:${topic}`, 'broadcast', { event: 'e', mark, BODY }]);
    for (const client of server.clients) client.send(frame);
    return undefined;
  }, ROUNDS);
  await crowd.tell({ order: 'close' });
  server.close();
  return { times, connectsPerSecond: (sockets * 1000) / connectMs };
}

type Joined = { times: number[][]; joinsPerSecond: number; joinedMs: number[] };

async function realFanOut(sockets: number): Promise<Joined> {
  let joinedMs: number[] = [];
  const joinMs = await timeMs(async () => {
    joinedMs = await crowd.tell({ order: 'join', url, topic, token, sockets });
  });
  const sender = new WebSocket(url);
  await once(sender, 'open');
  const config = { private: true, broadcast: { self: false } };
  sender.send(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', { config, access_token: token }]));
  await once(sender, 'message');
  const times = await rounds((mark) => {
    const payload = { type: 'broadcast', event: 'e', payload: { mark, BODY } };
    sender.send(JSON.stringify(['1', '2', `realtime:${topic}`, 'broadcast', payload]));
    return undefined;
  }, ROUNDS);
  sender.terminate();
  await crowd.tell({ order: 'close' });
  return { times, joinsPerSecond: (sockets * 1000) / joinMs, joinedMs };
}

async function fanOut(sockets: number): Promise<void> {
  const bare = await bareFanOut(sockets);
  const real = await realFanOut(sockets);
  const name = `realtime.fan-out-${sockets}`;
  const bareRate = rateOf(bare.times, sockets);
  report({
    name: `${name}.rate`,
    value: rateOf(real.times, sockets),
    unit: '1/s',
    floor: bareRate,
    prototype: PROTOTYPE.rate,
    aim: rateAim(bareRate),
  });
  const beside = (share: number, figure: number) => {
    const floor = quantile(bare.times.flat(), share);
    return sockets === 100
      ? { floor, prototype: figure, aim: latencyAim(floor, figure) }
      : { floor, aim: latencyAim(floor) };
  };
  reportSpread(name, real.times.flat(), 'ms', {
    p50: beside(0.5, PROTOTYPE.crowdOf100.p50),
    p99: beside(0.99, PROTOTYPE.crowdOf100.p99),
  });
  report({
    name: `realtime.joins-${sockets}`,
    value: real.joinsPerSecond,
    unit: '1/s',
    floor: bare.connectsPerSecond,
    aim: joinsAim(bare.connectsPerSecond),
  });
  report({ name: `realtime.join-${sockets}.p50`, value: median(real.joinedMs), unit: 'ms' });
}

/** Comes first: a server that has had as many sockets before does not grow. */
async function memoryPerSocket(sockets: number): Promise<void> {
  const before = memoryMiB(pids.stack);
  await crowd.tell({ order: 'join', url, topic, token, sockets });
  const grownKiB = ((memoryMiB(pids.stack) - before) * KIB_IN_MIB) / sockets;
  await crowd.tell({ order: 'close' });
  report({
    name: 'realtime.memory-per-socket',
    value: grownKiB,
    unit: 'KiB',
    prototype: PROTOTYPE.kibPerSocket,
    aim: { atMost: PROTOTYPE.kibPerSocket },
  });
}

async function fromDatabase(): Promise<void> {
  const client = new Client({ connectionString: env.ADMIN_DATABASE_URL });
  await client.connect();
  const send = async (mark: string, to: string) =>
    await client.query('select realtime.send($1, $2, $3)', [{ mark, BODY }, 'e', to]);
  const commitsMs: number[] = [];
  while (commitsMs.length < DATABASE_ROUNDS)
    commitsMs.push(await timeMs(async () => await send('', 'nobody')));
  await crowd.tell({ order: 'join', url, topic, token, sockets: 1 });
  const times = await rounds(async (mark) => await send(mark, topic), DATABASE_ROUNDS);
  await client.end();
  await crowd.tell({ order: 'close' });
  const { p50, p99 } = PROTOTYPE.fromDatabase;
  const commitMs = median(commitsMs);
  reportSpread('realtime.from-database', times.flat(), 'ms', {
    p50: { floor: commitMs, prototype: p50, aim: databaseAim(commitMs, p50) },
    p99: { floor: quantile(commitsMs, 0.99), prototype: p99, aim: databaseAim(commitMs, p99) },
  });
}

try {
  await memoryPerSocket(1000);
  for (const sockets of CROWDS) await fanOut(sockets);
  await fromDatabase();
} finally {
  crowd.end();
}
