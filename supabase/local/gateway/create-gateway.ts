import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import type { Log, Service, StackKeys } from '../context.ts';
import { checkApiKey, letApiKeySpeak } from './api-key.ts';
import { type KeyRefusal, keyRefusals } from './key-refusals.ts';
import { allowEveryOrigin, isPreflight, refuseUpgrade, replyJson } from './reply.ts';

export type Mount = {
  /** First part of the path, e.g. `/auth/v1`. */
  prefix: string;
  service: Service;
  /**
   * `public`: CORS for every origin and an API key, for sockets too, as the hosted gateway. `private`: neither; the
   * service guards itself.
   */
  access: 'public' | 'private';
  /** Paths below the prefix that need no API key, because a browser is sent there; `all`: the service reads keys itself. */
  open?: readonly string[] | 'all';
  /** Largest request body in bytes; null: the service limits it while reading. */
  maxBodyBytes: number | null;
};

export type Gateway = {
  /** The loopback address clients use, without a trailing slash. */
  url: string;
  mount(mount: Mount): void;
  /** Closes the port and every connection within a second, the services first. Safe to repeat. */
  stop: () => Promise<void>;
};

const NOTHING_HERE = { message: 'no Route matched with those values' };
const GRACE_MS = 400;
/** As the proxy before a hosted project: who neither sends nor reads for this long is let go. */
const IDLE_MS = 60_000;

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gateway has no port');
  return address.port;
}

/** Why the body may not be read; null when it may. */
function bodyProblem(req: IncomingMessage, limit: number | null): { status: number; message: string } | null {
  if (limit === null) return null;
  // Node's parser holds a body to its announced length, so an announced length is all there is to check.
  if (req.headers['transfer-encoding'] !== undefined) {
    return { status: 411, message: 'A content-length is required' };
  }
  if (Number(req.headers['content-length'] ?? 0) > limit) {
    return { status: 413, message: `The body is larger than ${limit} bytes` };
  }
  return null;
}

/**
 * The one port of the stack: finds the service for a path, checks the API key, sets CORS, logs each request (never
 * its query, which may hold tokens).
 * @param options.port 0 takes any free one.
 * @param options.idleMs silence after which a request is cut; upgraded sockets are the services' own affair.
 */
export async function createGateway(options: {
  port: number;
  keys: StackKeys;
  log: Log;
  idleMs?: number;
}): Promise<Gateway> {
  const { keys, log } = options;
  const mounts: Mount[] = [];
  const sockets = new Set<Socket>();
  let stopping: Promise<void> | undefined;

  const find = (path: string): Mount | undefined =>
    mounts.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));

  /** Why this caller is not let through to a service; null when it is. */
  const refusalOf = (mount: Mount, { headers }: IncomingMessage, url: URL): KeyRefusal | null => {
    const { access, open = [], prefix } = mount;
    if (access === 'private') return null;
    const verdict = checkApiKey(headers, url, keys);
    if (verdict === 'ok') return null;
    const isOpen = open === 'all' || open.includes(url.pathname.slice(prefix.length));
    return isOpen && verdict !== 'exposed' ? null : keyRefusals[verdict];
  };

  const answer = async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> => {
    const mount = find(url.pathname);
    if (mount === undefined) {
      replyJson(res, 404, NOTHING_HERE);
      return;
    }
    if (mount.access === 'public') {
      allowEveryOrigin(req, res);
      if (isPreflight(req)) {
        res.writeHead(204).end();
        return;
      }
      const refusal = refusalOf(mount, req, url);
      if (refusal !== null) {
        res.setHeader('sb-error-code', refusal.code);
        replyJson(res, 401, refusal.body);
        return;
      }
      letApiKeySpeak(req.headers);
    }
    const problem = bodyProblem(req, mount.maxBodyBytes);
    if (problem !== null) {
      // The unread body would be taken for the next request.
      res.setHeader('connection', 'close');
      replyJson(res, problem.status, { message: problem.message });
      return;
    }
    await mount.service.handle(req, res, url);
  };

  const onRequest = (req: IncomingMessage, res: ServerResponse): void => {
    const startedAt = performance.now();
    const url = parseTarget(req);
    res.once('close', () => {
      const ms = Math.round(performance.now() - startedAt);
      log('info', 'request', { method: req.method, path: url?.pathname ?? '?', status: res.statusCode, ms });
    });
    if (url === null) {
      replyJson(res, 400, { message: 'Malformed request target' });
      return;
    }
    answer(req, res, url).catch((error: unknown) => {
      // The caller has hung up: nobody is left to tell, and nothing is wrong here.
      if (req.readableAborted) return;
      log('error', 'request failed', { path: url.pathname, error: String(error), stack: stackOf(error) });
      replyJson(res, 500, { message: 'An unexpected error occurred' });
    });
  };

  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = parseTarget(req);
    const mount = url === null ? undefined : find(url.pathname);
    if (url === null || mount?.service.upgrade === undefined) {
      refuseUpgrade(socket, '404 Not Found', NOTHING_HERE);
      return;
    }
    const refusal = refusalOf(mount, req, url);
    if (refusal !== null) {
      refuseUpgrade(socket, '401 Unauthorized', refusal.body);
      return;
    }
    mount.service.upgrade(req, socket, head, url);
  };

  const server = createServer({ requestTimeout: 0, headersTimeout: 20_000, keepAliveTimeout: 10_000 });
  server.on('request', onRequest);
  server.setTimeout(options.idleMs ?? IDLE_MS);
  server.on('upgrade', (req, socket, head) => {
    req.socket.setTimeout(0);
    // Without a listener a reset connection would end the process.
    socket.on('error', () => undefined);
    upgrade(req, socket, head);
  });
  server.on('clientError', (_error, socket) => {
    socket.destroy();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  const port = await listen(server, options.port);

  const shutDown = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    const services = Promise.allSettled(mounts.map(async ({ service }) => await service.stop()));
    server.closeIdleConnections();
    await Promise.race([Promise.all([closed, services]), delay(GRACE_MS, undefined, { ref: false })]);
    for (const socket of sockets) socket.destroy();
    await Promise.race([Promise.all([closed, services]), delay(GRACE_MS, undefined, { ref: false })]);
  };

  return {
    url: `http://127.0.0.1:${port}`,
    mount: (mount) => {
      mounts.push(mount);
    },
    stop: async () => {
      stopping ??= shutDown();
      await stopping;
    },
  };
}

function parseTarget(req: IncomingMessage): URL | null {
  return URL.parse(req.url ?? '/', 'http://gateway.invalid');
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
