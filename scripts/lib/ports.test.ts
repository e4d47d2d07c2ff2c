import { createServer } from 'node:net';

import { describe, expect, test } from 'vitest';

import { claimPort, claimPortFrom, isPortFree } from './ports.ts';

async function listen(host: string): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen({ port: 0, host }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('ports', () => {
  test('a port is taken whatever address its listener has', async () => {
    for (const host of ['127.0.0.1', '0.0.0.0']) {
      const other = await listen(host);
      expect(await isPortFree(other.port)).toBe(false);
      await other.close();
      expect(await isPortFree(other.port)).toBe(true);
    }
  });

  test('the next free port is claimed when the wanted one is taken, and never twice', async () => {
    const first = await claimPortFrom(28_000);
    const second = await claimPortFrom(first.port);
    expect(second.port).toBeGreaterThan(first.port);
    first.claim.release();
    second.claim.release();
    const again = await claimPort(first.port);
    expect(again?.port).toBe(first.port);
    again?.claim.release();
  });
});
