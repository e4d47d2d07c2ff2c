import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { monotonicMs } from '../support/report.ts';
import type { Answer, Order } from './crowd-messages.ts';

const PATIENCE_MS = 60_000;

/** Sockets in a process of their own, as clients are. */
export type Crowd = {
  /** @returns what each waited for its join. @throws Error when it cannot be done */
  tell: (order: Order) => Promise<number[]>;
  /**
   * Sends a message that carries `bench:<id>` and waits until everybody has it.
   * @returns milliseconds from sending until each had it. @throws Error when some lack it for long
   */
  deliver: (send: (mark: string) => Promise<unknown> | undefined) => Promise<number[]>;
  end: () => void;
};

export function startCrowd(): Crowd {
  const child = fork(fileURLToPath(new URL('crowd-process.ts', import.meta.url)));
  const waiting = new Map<string, (atMs: number[]) => void>();
  let settle: { resolve: (joinedMs: number[]) => void; reject: (fault: Error) => void } | null = null;
  child.on('message', (answer: Answer) => {
    if (answer.answer === 'heard') {
      waiting.get(answer.id)?.(answer.atMs);
      waiting.delete(answer.id);
    } else if (answer.answer === 'ready') settle?.resolve(answer.joinedMs);
    else settle?.reject(new Error(answer.reason));
  });
  child.on('exit', () => settle?.reject(new Error('the crowd has died')));

  const heardByAll = async (id: string): Promise<number[]> =>
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${id} did not reach everybody`)), PATIENCE_MS);
      waiting.set(id, (atMs) => {
        clearTimeout(timer);
        resolve(atMs);
      });
    });

  return {
    tell: async (order) =>
      await new Promise((resolve, reject) => {
        settle = { resolve, reject };
        child.send(order);
      }),
    deliver: async (send) => {
      const id = randomUUID();
      const heard = heardByAll(id);
      const sentMs = monotonicMs();
      await send(`bench:${id}`);
      return (await heard).map((atMs) => atMs - sentMs);
    },
    end: () => child.disconnect(),
  };
}
