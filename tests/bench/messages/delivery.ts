import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { uuidv7 } from 'uuidv7';
import { WebSocketServer } from 'ws';

import { monotonicMs } from '../support/report.ts';
import { BODY } from './floors.ts';
import type { Listeners } from './listeners.ts';

/**
 * Sends at a steady rate, whether or not what was sent before has arrived.
 * @returns milliseconds from sending each message until the last listener had it
 */
export async function timeDeliveries(
  listeners: Listeners,
  send: (id: string, n: number) => Promise<unknown>,
  { perSecond, count }: { perSecond: number; count: number },
): Promise<number[]> {
  const startMs = monotonicMs();
  const deliveries: Promise<number>[] = [];
  for (let n = 0; n < count; n += 1) {
    const waitMs = startMs + (n * 1000) / perSecond - monotonicMs();
    if (waitMs > 0) await delay(waitMs);
    const id = uuidv7();
    const sentMs = monotonicMs();
    const heard = listeners.heardByAll(id);
    deliveries.push(Promise.all([heard, send(id, n)]).then(([heardMs]) => heardMs - sentMs));
  }
  return await Promise.all(deliveries);
}

/** The floor: a plain server in this process that writes what a message weighs to each of so many sockets. */
export async function timeBareFanOut(
  listeners: Listeners,
  sockets: number,
  pace: { perSecond: number; count: number },
): Promise<number[]> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  await listeners.tell({ order: 'connect', url: `ws://127.0.0.1:${address.port}`, sockets });
  const send = async (id: string): Promise<void> => {
    const fields = {
      id,
      seq: 1,
      body: BODY,
      version: 1,
      authorId: id,
      conversationId: id,
      createdAt: '',
      editedAt: null,
    };
    const payload = { version: 1, message: fields };
    const frame = JSON.stringify([null, null, id, 'broadcast', { event: 'message.changed', payload }]);
    for (const client of server.clients) client.send(frame);
    await Promise.resolve();
  };
  try {
    return await timeDeliveries(listeners, send, pace);
  } finally {
    await listeners.tell({ order: 'close' });
    server.close();
  }
}
