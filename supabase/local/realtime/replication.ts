import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

import type { Cancel, Clock } from '../clock.ts';
import type { Log } from '../context.ts';
import { readDatabaseMessage } from './database-message.ts';
import type { DatabaseMessage } from './database-message.ts';
import { decodePgoutput } from './pgoutput.ts';
import type { Relation } from './pgoutput.ts';
import { Signal } from './signal.ts';

/** Delivers what is committed to `realtime.messages`, in commit order, while it is connected. */
export type MessageStream = {
  readonly streaming: boolean;
  /** Whether the stream is up within that time, which may be endless; true at once when it is. */
  waitUntilStreaming(limitMs?: number): Promise<boolean>;
  /** For tests of what happens without it: see `FaultSettings.stream`. */
  set(state: StreamState): void;
  /** Cuts the connection; it is built up anew unless the stream is down. */
  kill(): void;
  stop(): Promise<void>;
};

export type StreamState = 'flowing' | 'stalled' | 'down';

const publication = 'supabase_realtime_messages_publication';
const retryMs = { first: 100, most: 2_000 };
/** Microseconds between the Unix epoch and Postgres' (2000-01-01). */
const postgresEpochMs = 946_684_800_000;
const copyDataTag = 0x64;
const standbyStatusTag = 0x72;
const keepaliveTag = 0x6b;
const walDataTag = 0x77;
const walHeaderBytes = 25;

/**
 * Logical replication by pgoutput on one connection that owns a temporary slot: messages committed
 * while no stream is up are lost, as in the hosted server. Reconnects for as long as it is not stopped.
 */
export function streamMessages(options: {
  adminUrl: string;
  clock: Clock;
  log: Log;
  deliver: (message: DatabaseMessage) => void;
}): MessageStream {
  const { adminUrl, clock, log, deliver } = options;
  let client: Client | null = null;
  let stopped = false;
  let state: StreamState = 'flowing';
  // Down, and nothing is under way that would look at the state again.
  let away = false;
  let retryAfterMs = retryMs.first;
  let cancelRetry: Cancel | null = null;
  const up = new Signal(clock);

  function onStreaming(): void {
    up.set(true);
    applyState();
    retryAfterMs = retryMs.first;
    log('info', 'realtime: streaming messages from the database');
  }

  async function connect(): Promise<void> {
    const connection = new Client({ connectionString: replicationUrl(adminUrl), keepAlive: true });
    client = connection;
    connection.on('error', (error) => log('warn', 'realtime: stream connection', { error: error.message }));
    try {
      await runStream(connection, { onStreaming, deliver, log, clock });
      if (!stopped) log('warn', 'realtime: stream from the database ended');
    } catch (error) {
      if (!stopped) log('warn', 'realtime: no stream from the database', { error: messageOf(error) });
    }
    up.set(false);
    await connection.end().catch((error: unknown) => {
      log('warn', 'realtime: closing the stream', { error: messageOf(error) });
    });
    client = null;
    if (stopped) return;
    cancelRetry = clock.after(retryAfterMs, connectAgain);
    retryAfterMs = Math.min(retryAfterMs * 2, retryMs.most);
  }

  function connectAgain(): void {
    away = state === 'down';
    if (!away) running = connect();
  }

  function applyState(): void {
    if (state === 'flowing') client?.connection.stream.resume();
    else if (state === 'stalled') client?.connection.stream.pause();
    else kill();
  }

  function kill(): void {
    client?.connection.stream.destroy();
  }

  let running = connect();
  return {
    get streaming() {
      return up.isSet;
    },
    waitUntilStreaming: (limitMs) => up.wait(limitMs),
    set(next) {
      state = next;
      if (stopped) return;
      if (away) connectAgain();
      else applyState();
    },
    kill,
    async stop() {
      stopped = true;
      cancelRetry?.();
      // A stalled connection would never hear that the other side has closed, too.
      if (state !== 'flowing') kill();
      else await client?.end();
      await running;
    },
  };
}

/** Creates the slot on the very connection that streams, and returns when the stream ends. */
async function runStream(
  client: Client,
  hooks: {
    onStreaming: () => void;
    deliver: (message: DatabaseMessage) => void;
    log: Log;
    clock: Clock;
  },
): Promise<void> {
  await client.connect();
  const slot = `supabase_realtime_messages_${randomBytes(6).toString('hex')}`;
  await client.query(`CREATE_REPLICATION_SLOT ${slot} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`);
  const relations = new Map<number, Relation>();
  client.connection.on('copyData', ({ chunk }: { chunk: Buffer }) => {
    if (chunk[0] === keepaliveTag) acknowledge(client, chunk.subarray(1, 9), hooks.clock.now());
    else if (chunk[0] === walDataTag) receive(chunk.subarray(walHeaderBytes), relations, hooks);
  });
  client.connection.once('replicationStart', hooks.onStreaming);
  await client.query(
    `START_REPLICATION SLOT ${slot} LOGICAL 0/0
       (proto_version '1', publication_names '${publication}', binary 'true')`,
  );
}

function receive(
  data: Buffer,
  relations: Map<number, Relation>,
  hooks: { deliver: (message: DatabaseMessage) => void; log: Log },
): void {
  try {
    const message = decodePgoutput(data);
    if (message.type === 'relation') relations.set(message.id, message.relation);
    if (message.type !== 'insert') return;
    const relation = relations.get(message.insert.relationId);
    const row = relation && readDatabaseMessage(relation, message.insert);
    if (row) hooks.deliver(row);
  } catch (error) {
    hooks.log('error', 'realtime: a message from the database was lost', { error: messageOf(error) });
  }
}

/**
 * Standby status update with exactly the position that the server named: at a fast shutdown Postgres
 * waits until the position it sent last is the one acknowledged.
 */
function acknowledge(client: Client, position: Buffer, nowMs: number): void {
  const status = Buffer.alloc(5 + 34);
  status[0] = copyDataTag;
  status.writeUInt32BE(4 + 34, 1);
  status[5] = standbyStatusTag;
  for (const offset of [6, 14, 22]) position.copy(status, offset);
  status.writeBigInt64BE(BigInt(nowMs - postgresEpochMs) * 1_000n, 30);
  client.connection.stream.write(status);
}

function replicationUrl(adminUrl: string): string {
  const url = new URL(adminUrl);
  url.searchParams.set('replication', 'database');
  url.searchParams.set('application_name', 'realtime_replication_connection');
  return url.href;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
