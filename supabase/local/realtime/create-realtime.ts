import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';

import { every, systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Service, StackContext } from '../context.ts';
import { Connection } from './connection.ts';
import type { Handshake } from './connection.ts';
import { hostedDelays } from './core.ts';
import type { Core, Delays } from './core.ts';
import type { DatabaseMessage } from './database-message.ts';
import { createFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { handleHttp } from './http-api.ts';
import { limitsOf, payloadFits } from './limits.ts';
import type { Limits } from './limits.ts';
import { keepPartitions } from './partitions.ts';
import { startRates } from './rates.ts';
import { streamMessages } from './replication.ts';
import { createRights } from './rights.ts';
import { TokenVerifier } from './tokens.ts';
import { TopicHub } from './topic-hub.ts';
import { readHandshake, refuseUpgrade } from './upgrade.ts';
import { watchKeys } from './watch-keys.ts';
import { WriteBatch } from './write-batch.ts';

/** What tests may set; everything else is as hosted. */
export type RealtimeOptions = {
  clock?: Clock;
  delays?: Partial<Delays>;
  limits?: Partial<Limits>;
};

export type Realtime = Service & {
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void;
  /** Partitions exist and messages from the database are streaming. */
  ready(): Promise<void>;
  status(): RealtimeStatus;
  /** Switches for tests; all of them are off. */
  faults: Faults;
};

/** `joined`: sockets that the connection limit counts. */
export type RealtimeStatus = { connections: number; joined: number; topics: number; streaming: boolean };

const maxFrameBytes = 5_000_000;
const farewellMs = 2_000;
const sweepMs = 10_000;
/** Clients send a heartbeat every 25 s; the hosted server closes a socket that is silent for a minute. */
const idleMs = 60_000;

/**
 * Supabase Realtime under `/realtime/v1`: broadcast, presence, private topics by the policies on
 * `realtime.messages`, and broadcast from the database. Needs `schema/realtime.sql` applied.
 */
export function createRealtime(ctx: StackContext, options: RealtimeOptions = {}): Realtime {
  const clock = options.clock ?? systemClock;
  const limits = { ...limitsOf[ctx.config.profile], ...options.limits };
  const delays = { ...hostedDelays, ...options.delays };
  const rates = startRates(limits, clock);
  const connections = new Set<Connection>();
  const { faults, hooks } = createFaults(clock, {
    setStream: (state) => stream.set(state),
    killStream: () => stream.kill(),
    dropSockets: (topic) => dropAll(connections, topic),
  });
  const hub = new TopicHub(rates, (run) => hooks.delayPresence(run));
  const { log, pool, adminUrl } = ctx;
  const deliver = (message: DatabaseMessage): void => deliverFromDatabase(core, message);
  const stream = streamMessages({ adminUrl, clock, log, deliver });
  const rights = createRights(adminUrl, log);
  const tokens = new TokenVerifier(ctx.keys, clock);
  const core: Core = {
    clock,
    log,
    limits,
    delays,
    pool,
    hub,
    rates,
    rights,
    tokens,
    stream,
    faults: hooks,
    privateOnly: ctx.config.privateChannelsOnly ?? false,
    users: new Set(),
  };
  const partitions = keepPartitions(pool, clock, log);

  const sockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: maxFrameBytes });
  const batch = new WriteBatch();
  const stopSweeping = every(clock, sweepMs, () => {
    const silentSince = clock.now() - idleMs;
    for (const connection of connections) if (connection.lastSeenMs < silentSince) connection.drop();
  });
  // Hosted, every socket comes back when the keys change, and its tokens are judged anew.
  const stopWatchingKeys = watchKeys(ctx.keys, clock, () => {
    log('info', 'realtime: signing keys changed, all sockets are closed', { sockets: connections.size });
    for (const connection of connections) connection.restart();
  });

  async function open(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): Promise<void> {
    const handshake = await readHandshake(core, req, url);
    if ('error' in handshake) return refuseUpgrade(core, socket, handshake);
    if (socket.destroyed) return;
    sockets.handleUpgrade(req, socket, head, (webSocket) => attach(webSocket, socket, handshake));
  }

  function attach(webSocket: WebSocket, socket: Duplex, handshake: Handshake): void {
    const connection = new Connection(core, handshake, webSocket, socket, batch);
    connections.add(connection);
    webSocket.on('message', (data, isBinary) => {
      try {
        connection.receive(bytesOf(data), isBinary);
      } catch (error) {
        log('error', 'realtime: a message broke its connection', { error: String(error) });
        connection.drop();
      }
    });
    webSocket.on('error', (error) => {
      log('info', 'realtime: socket', { error: error.message });
      // It has been told why; who does not close now is not waited for.
      clock.after(farewellMs, () => connection.drop());
    });
    webSocket.on('close', () => {
      connections.delete(connection);
      connection.closed();
    });
  }

  return {
    handle: (req, res, url) => handleHttp(core, req, res, url),
    upgrade(req, socket, head, url) {
      socket.on('error', (error) => log('info', 'realtime: socket', { error: error.message }));
      if (url.pathname !== '/realtime/v1/websocket') {
        void refuseUpgrade(core, socket, { status: 404, error: 'not found', delayed: false });
        return;
      }
      open(req, socket, head, url).catch((error: unknown) => {
        log('error', 'realtime: upgrade failed', { error: String(error) });
        socket.destroy();
      });
    },
    async ready() {
      await partitions.ready;
      await stream.waitUntilStreaming();
    },
    status: () => ({
      connections: connections.size,
      joined: core.users.size,
      topics: hub.topicCount,
      streaming: stream.streaming,
    }),
    faults,
    async stop() {
      stopSweeping();
      stopWatchingKeys();
      rates.stop();
      for (const connection of connections) connection.drop();
      await Promise.all([partitions.stop(), stream.stop(), rights.stop()]);
    },
  };
}

function dropAll(connections: Iterable<Connection>, topic: string | undefined): number {
  const dropped = [...connections].filter((one) => topic === undefined || one.hasJoined(topic));
  for (const connection of dropped) connection.drop();
  return dropped.length;
}

/** Oversized messages and those of a project over its rate vanish, as hosted. */
function deliverFromDatabase(core: Core, message: DatabaseMessage): void {
  if (!payloadFits(core.limits, message.body.length) || core.rates.messages.exceeded) {
    core.log('error', 'realtime: UnableToBroadcastChanges', { topic: message.topic, id: message.id });
    return;
  }
  core.rates.messages.add(1);
  const topic = core.hub.find(message.topic, message.private);
  if (!topic) return;
  const { event, encoding, body, id } = message;
  core.hub.broadcast(topic, { event, encoding, body, meta: { id } }, null);
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
