import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers with JSON, unless an answer has begun already. */
export function replyJson(res: ServerResponse, status: number, body: Record<string, unknown>): void {
  if (res.headersSent) {
    res.end();
    return;
  }
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}

/** Refuses an upgrade in plain HTTP and closes the socket. */
export function refuseUpgrade(socket: Duplex, status: string, body: Record<string, unknown>): void {
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => {
    socket.destroy();
  });
}

/** Whether a browser asks if it may ask; other OPTIONS are the service's own, as in TUS. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  const asks = Object.keys(headers).some((name) => name.startsWith('access-control-request-'));
  return method === 'OPTIONS' && asks;
}

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/** Opens the answer to every origin, as hosted: callers prove themselves by key and token, never by cookie. */
export function allowEveryOrigin(req: IncomingMessage, res: ServerResponse): void {
  res.setHeader('access-control-allow-origin', '*');
  res.setHeader('access-control-expose-headers', '*');
  if (!isPreflight(req)) return;
  res.setHeader('access-control-allow-methods', METHODS);
  const asked = req.headers['access-control-request-headers'];
  res.setHeader(
    'access-control-allow-headers',
    asked ?? 'apikey, authorization, content-type, x-client-info',
  );
  res.setHeader('access-control-max-age', '86400');
}
