import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { listenOnLoopback } from './auth/support/loopback-server.ts';
import { demandPort, isPortFree, pickPort } from './ports.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await close(server);
});

async function takePort(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  servers.push(server);
  return { port: await listenOnLoopback(server), server };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  await closed;
}

test('the usual port is taken when it is free', async () => {
  const { port, server } = await takePort();
  await close(server);
  expect(await pickPort(port)).toBe(port);
});

test('where another program has it, another one is found: free, and below those of outgoing connections', async () => {
  const { port } = await takePort();
  const picked = await pickPort(port);
  expect(picked).not.toBe(port);
  expect(picked).toBeGreaterThanOrEqual(20_000);
  expect(picked).toBeLessThan(32_768);
  expect(await isPortFree(picked)).toBe(true);
});

test('one that is spoken for is not given twice, though nobody listens yet', async () => {
  const { port, server } = await takePort();
  await close(server);
  expect(await pickPort(port, new Set([port]))).not.toBe(port);
});

test('one that was asked for by number is that or nothing', async () => {
  const { port, server } = await takePort();
  await expect(demandPort(port, 'gateway')).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken by another program; the gateway was to have it`,
  );
  await close(server);
  expect(await demandPort(port, 'gateway')).toBe(port);
});
