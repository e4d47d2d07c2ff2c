import { WebSocket } from 'ws';

import { Inbox } from './test-client.ts';
import type { TestStack } from './test-stack.ts';

export type Frame = [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: unknown,
];

/** A bare v2 socket, to send what the real client never would. */
export class RawSocket {
  readonly frames = new Inbox<Frame>();
  readonly socket: WebSocket;
  readonly closed: Promise<number>;

  constructor(stack: TestStack, apiKey = stack.keys.publishableKey) {
    this.socket = new WebSocket(`${stack.socketUrl}/websocket?apikey=${apiKey}&vsn=2.0.0`);
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) this.frames.add(JSON.parse(data.toString()) as Frame);
    });
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code) => resolve(code));
    });
  }

  async open(): Promise<this> {
    await new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    this.socket.on('error', () => undefined);
    return this;
  }

  /** Status of a refused upgrade. */
  async refusal(): Promise<number> {
    return new Promise((resolve) => {
      this.socket.on('error', () => undefined);
      this.socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
    });
  }

  push(topic: string, event: string, payload: unknown, ref: string, joinRef: string | null = null): void {
    this.socket.send(JSON.stringify([joinRef, ref, topic, event, payload]));
  }

  /** The answer to the message with this `ref`. */
  async reply(ref: string): Promise<{ status: string; response: Record<string, unknown> }> {
    const frame = await this.frames.until(
      ([, answered, , event]) => event === 'phx_reply' && answered === ref,
    );
    return frame[4] as { status: string; response: Record<string, unknown> };
  }

  async heartbeat(ref: string): Promise<void> {
    this.push('phoenix', 'heartbeat', {}, ref);
    await this.reply(ref);
  }
}
