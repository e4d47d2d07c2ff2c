import { WebSocket } from 'ws';
import { z } from 'zod';

import { Inbox } from './test-client.ts';
import type { TestStack } from './test-stack.ts';

const frameSchema = z.tuple([
  z.string().nullable(), // join_ref
  z.string().nullable(), // ref
  z.string(), // topic
  z.string(), // event
  z.unknown(),
]);
const frameSchemaV1 = z
  .object({ ref: z.string().nullable(), topic: z.string(), event: z.string(), payload: z.unknown() })
  .transform(({ ref, topic, event, payload }): Frame => [null, ref, topic, event, payload]);
const replySchema = z.object({ status: z.string(), response: z.record(z.string(), z.unknown()) });
export type Frame = z.infer<typeof frameSchema>;
export const versions = ['1.0.0', '2.0.0'] as const;
export type Vsn = (typeof versions)[number];

/** A bare socket, to send what the real client never would. What a v1 socket hears names no join. */
export class RawSocket {
  readonly frames = new Inbox<Frame>();
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #vsn: Vsn;

  constructor(stack: TestStack, apiKey = stack.keys.publishableKey, vsn: Vsn = '2.0.0') {
    this.#vsn = vsn;
    this.socket = new WebSocket(`${stack.socketUrl}/websocket?apikey=${apiKey}&vsn=${vsn}`);
    const schema = vsn === '1.0.0' ? frameSchemaV1 : frameSchema;
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) this.frames.add(schema.parse(JSON.parse(data.toString())));
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
    const message =
      this.#vsn === '1.0.0'
        ? { topic, event, payload, ref, join_ref: joinRef }
        : [joinRef, ref, topic, event, payload];
    this.socket.send(JSON.stringify(message));
  }

  /** The answer to the message with this `ref`. */
  async reply(ref: string): Promise<z.infer<typeof replySchema>> {
    const frame = await this.frames.until(
      ([, answered, , event]) => event === 'phx_reply' && answered === ref,
    );
    return replySchema.parse(frame[4]);
  }

  async heartbeat(ref: string): Promise<void> {
    this.push('phoenix', 'heartbeat', {}, ref);
    await this.reply(ref);
  }
}
