import { connect } from 'node:net';
import type { Socket } from 'node:net';

import type { TestStack } from './test-stack.ts';

/** A bare connection to the server, for what no WebSocket client would do. */
export async function openTcp(stack: TestStack): Promise<Socket> {
  const url = new URL(stack.httpUrl);
  const socket = connect({ port: Number(url.port), host: url.hostname, allowHalfOpen: true });
  socket.on('error', () => undefined);
  await new Promise((resolve) => {
    socket.once('connect', resolve);
  });
  return socket;
}

/** The request for a WebSocket, as text. */
export function upgradeRequest(apiKey: string): string {
  return (
    `GET /realtime/v1/websocket?apikey=${apiKey}&vsn=2.0.0 HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\n` +
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n'
  );
}

/** A connection that has become a WebSocket; everything after this is frames. */
export async function openUpgraded(stack: TestStack): Promise<Socket> {
  const socket = await openTcp(stack);
  socket.write(upgradeRequest(stack.keys.publishableKey));
  await new Promise((resolve) => {
    socket.once('data', resolve);
  });
  return socket;
}

/** A client's text frame under 126 bytes; its mask is zero. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** Resolves when the other side has closed the connection or dropped it. */
export function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.resume();
    if (socket.destroyed || socket.readableEnded) return resolve();
    socket.once('end', resolve);
    socket.once('close', () => resolve());
    return undefined;
  });
}
