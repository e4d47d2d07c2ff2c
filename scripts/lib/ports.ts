import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Lock, takeLock } from './instance-lock.ts';

// `localhost` may lead to either family, and a listener on all addresses answers for loopback too.
const ADDRESSES = ['127.0.0.1', '::1', '0.0.0.0', '::'];
const NO_SUCH_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);
// From 32768 on outgoing connections may sit on a port when it is needed.
const LAST_PORT = 32_767;
const SEARCH_LENGTH = 500;

async function canListen(port: number, host: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(NO_SUCH_ADDRESS.has(error.code ?? ''));
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Whether nothing listens on the port, on any address of this machine. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ADDRESSES) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

export type ClaimedPort = { port: number; claim: Lock };

/**
 * Reserves a port among Parley's own processes of this machine until released or dead, so that two
 * instances that start together do not choose the same one. Null when it is taken.
 */
export async function claimPort(port: number): Promise<ClaimedPort | null> {
  const folder = join(tmpdir(), `parley-ports-${process.getuid?.() ?? 'user'}`);
  const claim = await takeLock(join(folder, String(port)));
  if (!('release' in claim)) return null;
  if (await isPortFree(port)) return { port, claim };
  claim.release();
  return null;
}

/** Claims the first free port from `first` upwards. @throws Error when 500 ports in a row are taken. */
export async function claimPortFrom(first: number): Promise<ClaimedPort> {
  for (let port = first; port < first + SEARCH_LENGTH && port <= LAST_PORT; port += 1) {
    const claimed = await claimPort(port);
    if (claimed !== null) return claimed;
  }
  throw new Error(`No free port found from ${first} upwards`);
}
