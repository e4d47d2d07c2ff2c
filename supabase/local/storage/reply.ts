import type { IncomingMessage, ServerResponse } from 'node:http';

import { StorageError } from './errors.ts';

export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

export const json = (body: unknown): Reply => ({ status: 200, body });

/** How long a refused upload may go on sending before it is cut. */
const DRAIN_MS = 3_000;

export function send(res: ServerResponse, { status, body, headers = {} }: Reply): void {
  if (res.destroyed || res.headersSent) return;
  const isText = typeof body === 'string';
  const payload = body === undefined ? '' : isText ? body : JSON.stringify(body);
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  res.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': type }),
    'content-length': Buffer.byteLength(payload),
    ...headers,
  });
  res.end(payload);
}

/** An error as hosted shapes it; what is not foreseen tells nothing. */
export function errorReply(error: unknown): Reply {
  if (error instanceof StorageError) return { status: error.httpStatus, body: error.render() };
  const body = {
    statusCode: '500',
    error: 'Internal',
    message: 'Internal Server Error',
    code: 'InternalError',
  };
  return { status: 500, body };
}

/**
 * Answers although the body was not read to its end: the connection ends with the answer. The rest is thrown away for a
 * moment, since a client that is still sending would not see the answer of a connection that was cut.
 */
export function sendEarly(message: IncomingMessage, res: ServerResponse, reply: Reply): void {
  if (message.complete) {
    send(res, reply);
    return;
  }
  send(res, { ...reply, headers: { ...reply.headers, connection: 'close' } });
  message.on('error', () => undefined);
  message.resume();
  const cut = setTimeout(() => message.destroy(), DRAIN_MS);
  cut.unref();
  message.once('close', () => {
    clearTimeout(cut);
  });
}
