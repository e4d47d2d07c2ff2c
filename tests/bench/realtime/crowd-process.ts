// The process of the crowd: sockets that note when each message reached each of them.
import { WebSocket } from 'ws';

import { monotonicMs } from '../support/report.ts';
import type { Answer, Order } from './crowd-messages.ts';

const TOGETHER = 50;
const HEARTBEAT_MS = 20_000;
const MARK = 'bench:';
const ID_LENGTH = 36;

const tell = (answer: Answer): void => {
  process.send?.(answer);
};

let sockets: WebSocket[] = [];
const heard = new Map<string, number[]>();

/** Finds the mark in the bytes, whatever protocol is round it. */
function note(data: Buffer): void {
  const at = data.indexOf(MARK);
  if (at < 0) return;
  const nowMs = monotonicMs();
  const id = data.toString('latin1', at + MARK.length, at + MARK.length + ID_LENGTH);
  const times = heard.get(id) ?? [];
  times.push(nowMs);
  heard.set(id, times);
  if (times.length < sockets.length) return;
  heard.delete(id);
  tell({ answer: 'heard', id, atMs: times });
}

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  sockets.push(socket);
  socket.on('message', note);
  return await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => resolve(socket));
  });
}

/** @returns milliseconds from asking to join until the answer */
async function join(url: string, topic: string, token: string | null): Promise<number> {
  const socket = await open(url);
  const beat = setInterval(() => {
    socket.send(JSON.stringify([null, 'beat', 'phoenix', 'heartbeat', {}]));
  }, HEARTBEAT_MS);
  socket.once('close', () => clearInterval(beat));
  const config = { private: token !== null, broadcast: { self: false }, presence: { enabled: false } };
  const payload = token === null ? { config } : { config, access_token: token };
  const askedMs = monotonicMs();
  socket.send(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', payload]));
  return await new Promise((resolve, reject) => {
    socket.once('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (text.includes('"status":"ok"')) resolve(monotonicMs() - askedMs);
      else reject(new Error(`not joined: ${text}`));
    });
  });
}

/** So many times, never more than a few dozen at once. */
async function repeat<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < count) {
    const next = Math.min(TOGETHER, count - results.length);
    results.push(...(await Promise.all(Array.from({ length: next }, work))));
  }
  return results;
}

async function obey(order: Order): Promise<void> {
  if (order.order === 'close') {
    for (const socket of sockets) socket.terminate();
    sockets = [];
    heard.clear();
    tell({ answer: 'ready', joinedMs: [] });
  } else if (order.order === 'connect') {
    await repeat(order.sockets, async () => await open(order.url));
    tell({ answer: 'ready', joinedMs: [] });
  } else {
    const { url, topic, token } = order;
    const joinedMs = await repeat(order.sockets, async () => await join(url, topic, token));
    tell({ answer: 'ready', joinedMs });
  }
}

process.on('message', (order: Order) => {
  obey(order).catch((thrown: unknown) => tell({ answer: 'failed', reason: String(thrown) }));
});
process.on('disconnect', () => process.exit());
