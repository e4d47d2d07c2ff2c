import { createServer } from 'node:net';

// Below the usual ephemeral range (32768 and up), so that no outgoing connection holds the port while the stack is down.
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const ATTEMPTS = 200;

/** Whether 127.0.0.1:port can be listened on right now. */
export async function isPortFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** @throws Error that names the use when a port that was asked for is taken. */
export async function demandPort(port: number, use: string): Promise<number> {
  if (await isPortFree(port)) return port;
  throw new Error(`Port ${port} on 127.0.0.1 is taken by another program; the ${use} was to have it`);
}

/**
 * A free loopback port below 32768, the preferred one when it is free.
 * @throws Error when none of 200 tries is free.
 */
export async function pickPort(preferred?: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  if (preferred !== undefined && !taken.has(preferred) && (await isPortFree(preferred))) return preferred;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  throw new Error(`No free port found on 127.0.0.1 between ${FIRST_PORT} and ${LAST_PORT}`);
}
