import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Certificate } from './make-certificate.ts';

/** The services of Supabase that pages call. The inbox, which shows every mail to everybody, is not among them. */
const SERVICES = /^\/(auth|realtime|storage)\/v1\//;
/** Where a phone gets the authority that it may be told to trust. */
export const AUTHORITY_PATH = '/parley-network.crt';

export type LanFrontOptions = {
  address: string;
  port: number;
  /** Ports on loopback. */
  upstream: { web: number; gateway: number };
  certificate: Certificate;
};

export type LanFront = {
  /** Serves with another certificate from now on; connections that are open keep the old one. */
  renew: (certificate: Certificate) => void;
  stop: () => Promise<void>;
};

/** What the client says of itself is not believed: the app is told by headers who called, as by any proxy in front of it. */
function forwarded({ headers, socket }: IncomingMessage): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !/^(x-forwarded-|forwarded$)/.test(name));
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return { ...Object.fromEntries(kept), 'x-forwarded-for': address, 'x-forwarded-proto': 'https' };
}

/** The path as whoever gets it would understand it: `/auth/v1/../../inbox` leads to the inbox. Null: it is none. */
function pathOf({ url = '/' }: IncomingMessage): string | null {
  const target = URL.parse(url, 'http://front.invalid');
  return target === null ? null : `${target.pathname}${target.search}`;
}

function headOf({ method }: IncomingMessage, path: string, headers: IncomingHttpHeaders): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one}\r\n`),
  );
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const identity = ({ key, certificate, authority }: Certificate): { key: string; cert: string } => ({
  key,
  cert: certificate + authority,
});

/**
 * HTTPS on one address of the local network, in front of the app and of those services of the embedded Supabase that pages
 * call, all as one origin; both go on listening on loopback only.
 * @throws Error when the port cannot be had
 */
export async function startLanFront(options: LanFrontOptions): Promise<LanFront> {
  const { address, port, upstream } = options;
  let { certificate } = options;
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Duplex>();
  const portFor = (path: string): number => (SERVICES.test(path) ? upstream.gateway : upstream.web);

  const pass = (incoming: IncomingMessage, response: ServerResponse): void => {
    const path = pathOf(incoming);
    if (path === null) {
      response.writeHead(400).end();
      return;
    }
    if (path === AUTHORITY_PATH) {
      response.setHeader('content-type', 'application/x-x509-ca-cert');
      response.end(certificate.authority);
      return;
    }
    const { method } = incoming;
    const headers = forwarded(incoming);
    const call = request({ host: '127.0.0.1', port: portFor(path), method, path, headers, agent });
    call.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    call.on('error', () => {
      // What stands behind is starting again, or broke off in the middle.
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'retry-after': '1' }).end();
    });
    response.on('close', () => {
      if (!response.writableFinished) call.destroy();
    });
    incoming.pipe(call);
  };

  const passSocket = (incoming: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const path = pathOf(incoming);
    if (path === null) {
      socket.destroy();
      return;
    }
    const behind = connect(portFor(path), '127.0.0.1', () => {
      behind.write(headOf(incoming, path, forwarded(incoming)));
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
    const ends: [Duplex, Duplex][] = [
      [behind, socket],
      [socket, behind],
    ];
    for (const [end, other] of ends) {
      end.on('error', () => other.destroy());
      end.on('close', () => other.destroy());
    }
  };

  // Large files over slow networks take long.
  const server = createServer({ ...identity(certificate), requestTimeout: 0 });
  server.on('request', pass);
  server.on('upgrade', passSocket);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return {
    renew: (fresh) => {
      certificate = fresh;
      server.setSecureContext(identity(fresh));
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      await closed;
    },
  };
}
