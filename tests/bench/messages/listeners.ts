import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Answer, Order } from './listener-messages.ts';

const PATIENCE_MS = 30_000;

/** Sockets in a process of their own, so that they do not slow the writers more than any other process does. */
export type Listeners = {
  /** @throws Error when it cannot be done */
  tell: (order: Order) => Promise<void>;
  /** When all of them had the message, by `monotonicMs`. Ask before it is sent. @throws Error when some lack it for long */
  heardByAll: (id: string) => Promise<number>;
  end: () => void;
};

export function startListeners(): Listeners {
  const child = fork(fileURLToPath(new URL('listening.ts', import.meta.url)));
  const waiting = new Map<string, (atMs: number) => void>();
  let settle: { resolve: () => void; reject: (fault: Error) => void } | null = null;
  child.on('message', (answer: Answer) => {
    if (answer.answer === 'heard') {
      waiting.get(answer.id)?.(answer.atMs);
      waiting.delete(answer.id);
    } else if (answer.answer === 'ready') settle?.resolve();
    else settle?.reject(new Error(answer.reason));
  });
  child.on('exit', () => settle?.reject(new Error('the listeners have died')));
  return {
    tell: async (order) =>
      await new Promise((resolve, reject) => {
        settle = { resolve, reject };
        child.send(order);
      }),
    heardByAll: async (id) =>
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${id} did not reach everybody`)), PATIENCE_MS);
        waiting.set(id, (atMs) => {
          clearTimeout(timer);
          resolve(atMs);
        });
      }),
    end: () => child.disconnect(),
  };
}
