import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { pause } from '../clock.ts';
import type { Handshake } from './connection.ts';
import type { Core } from './core.ts';
import type { Version } from './message.ts';
import { TokenRefused } from './token-refused.ts';

type Refusal = { status: number; error: string; delayed: boolean };

/** Who wants a socket, or why not, in the hosted server's words. */
export async function readHandshake(
  core: Core,
  req: IncomingMessage,
  url: URL,
): Promise<Handshake | Refusal> {
  const headers = xHeaders(req);
  const token = headers['x-api-key'] ?? url.searchParams.get('apikey');
  const version = versionOf(url.searchParams.get('vsn') ?? '1.0.0');
  if (version === null) return { status: 403, error: 'Unsupported serializer version', delayed: false };
  if (token === null) return { status: 401, error: 'API key is missing', delayed: true };
  try {
    await core.tokens.verify(token);
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    return { status: 401, error: error.handshakeText, delayed: true };
  }
  if (core.users.size >= core.limits.connections) {
    return { status: 429, error: 'Too many connected users', delayed: true };
  }
  if (core.rates.joins.exceeded) return { status: 429, error: 'Too many joins per second', delayed: true };
  return { version, token, headers };
}

/** Answers a refused upgrade as the hosted server does: late, and as JSON. */
export async function refuseUpgrade(core: Core, socket: Duplex, refusal: Refusal): Promise<void> {
  if (refusal.delayed) await pause(core.clock, core.delays.connectRefusalMs);
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: refusal.error });
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\n` +
      'Content-Type: application/json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    // A caller who never closes its side would keep the socket for ever.
    () => socket.destroy(),
  );
}

function versionOf(vsn: string): Version | null {
  if (/^1\.0\.\d+$/.test(vsn)) return 1;
  return /^2\.0\.\d+$/.test(vsn) ? 2 : null;
}

function xHeaders(req: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.headers)) {
    if (name.startsWith('x-') && typeof value === 'string') headers[name] = value;
  }
  return headers;
}
