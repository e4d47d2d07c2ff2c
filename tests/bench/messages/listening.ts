// The process of the listeners: sockets that do nothing but note when each message reached the last of them.
import { WebSocket } from 'ws';

import { monotonicMs } from '../support/report.ts';
import type { Answer, Order } from './listener-messages.ts';

const HEARTBEAT_MS = 20_000;
const MESSAGE_ID = /"message":\s*\{[^{}]*?"id":\s*"([\da-f-]{36})"/;

const tell = (answer: Answer): void => {
  process.send?.(answer);
};

let sockets: WebSocket[] = [];
const missing = new Map<string, number>();

function note(id: string): void {
  const left = (missing.get(id) ?? sockets.length) - 1;
  if (left > 0) {
    missing.set(id, left);
    return;
  }
  missing.delete(id);
  tell({ answer: 'heard', id, atMs: monotonicMs() });
}

/** One person's device: joins as supabase-js does (Phoenix channels 2.0.0) and stays. */
async function join(url: string, topic: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  return await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      const config = {
        private: true,
        broadcast: { self: false, ack: false },
        presence: { key: '', enabled: false },
      };
      const payload = { config, access_token: token };
      socket.send(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', payload]));
      const beat = setInterval(() => {
        socket.send(JSON.stringify([null, 'beat', 'phoenix', 'heartbeat', {}]));
      }, HEARTBEAT_MS);
      socket.on('close', () => clearInterval(beat));
    });
    socket.on('message', (data: Buffer) => {
      // Broadcasts of version 2 are binary: lengths, names, then the payload as JSON.
      const text = data.toString('utf8');
      const id = text.includes('message.changed') ? MESSAGE_ID.exec(text)?.[1] : undefined;
      if (id !== undefined) note(id);
      else if (!text.includes('"phx_reply"') || text.includes('"beat"')) return;
      else if (text.includes('"status":"ok"')) resolve(socket);
      else reject(new Error(`not joined: ${text}`));
    });
  });
}

async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  socket.on('message', (data: Buffer) => {
    const id = MESSAGE_ID.exec(data.toString('utf8'))?.[1];
    if (id !== undefined) note(id);
  });
  return await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => resolve(socket));
  });
}

async function obey(order: Order): Promise<void> {
  if (order.order === 'join') {
    sockets = await Promise.all(order.tokens.map((token) => join(order.url, order.topic, token)));
  } else if (order.order === 'connect') {
    sockets = await Promise.all(Array.from({ length: order.sockets }, () => connect(order.url)));
  } else {
    for (const socket of sockets) socket.terminate();
    sockets = [];
    missing.clear();
  }
  tell({ answer: 'ready' });
}

process.on('message', (order: Order) => {
  obey(order).catch((thrown: unknown) => tell({ answer: 'failed', reason: String(thrown) }));
});
process.on('disconnect', () => process.exit());
