import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, test } from 'vitest';

import { RawSocket } from './testing/raw-socket.ts';
import { runs } from './testing/runs.ts';
import { openTcp, upgradeRequest } from './testing/tcp-client.ts';
import { turnUntil } from './testing/turn-until.ts';
import { useStack } from './testing/use-stack.ts';

const together = 100;
const rounds = runs(10, 50);
const mostGrowthBytes = 8_000_000;
const tests = useStack({ profile: 'relaxed' });

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

function heapBytes(): number {
  if (typeof collectGarbage !== 'function') throw new Error('This Node has no gc');
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Asks for a socket and is gone before it has one. */
async function leaveWhileShakingHands(): Promise<void> {
  const socket = await openTcp(tests.stack());
  socket.write(upgradeRequest(tests.stack().keys.publishableKey));
  socket.destroy();
}

async function leaveWhileJoining(topic: string): Promise<void> {
  const socket = await new RawSocket(tests.stack()).open();
  socket.push(topic, 'phx_join', { config: { private: true } }, '1', '1');
  socket.socket.terminate();
}

async function leaveWithPresence(topic: string): Promise<void> {
  const socket = await new RawSocket(tests.stack()).open();
  socket.push(topic, 'phx_join', { config: { presence: { enabled: true } } }, '1', '1');
  socket.push(topic, 'presence', { event: 'track', payload: { name: topic } }, '2', '1');
  await socket.reply('2');
  socket.socket.terminate();
}

/** Somebody of each kind in turn. */
async function round(): Promise<void> {
  const kinds = [leaveWhileShakingHands, leaveWhileJoining, leaveWithPresence];
  await Promise.all(
    Array.from(
      { length: together },
      async (_, n) => await kinds[n % kinds.length]?.(`realtime:room ${n % 7}`),
    ),
  );
  const empty = { connections: 0, joined: 0, topics: 0, streaming: true };
  await turnUntil(() => JSON.stringify(tests.stack().realtime.status()) === JSON.stringify(empty));
}

test(
  'sockets that open and vanish leave nothing behind',
  async () => {
    for (let n = 0; n < 2; n += 1) await round();
    const before = heapBytes();
    for (let n = 0; n < rounds; n += 1) await round();
    expect(heapBytes() - before).toBeLessThan(mostGrowthBytes);
    expect(tests.stack().logged.filter((line) => line.startsWith('error'))).toEqual([]);
  },
  runs(60_000, 300_000),
);
