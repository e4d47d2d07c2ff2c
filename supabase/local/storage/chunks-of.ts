import type { IncomingMessage } from 'node:http';

import { aborted } from './errors.ts';

/**
 * The chunks of a request. One that ends before its announced end is an error, not the end of the file; one that goes on
 * to say nothing while we wait for it is cut.
 */
export async function* chunksOf(message: IncomingMessage, idleTimeoutMs: number): AsyncGenerator<Buffer> {
  const { socket } = message;
  socket.setTimeout(idleTimeoutMs);
  try {
    // Left open, so that a refusal can still be answered.
    for await (const chunk of message.iterator({ destroyOnReturn: false })) {
      socket.setTimeout(0);
      yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      socket.setTimeout(idleTimeoutMs);
    }
  } catch (error) {
    throw aborted(error);
  } finally {
    socket.setTimeout(0);
  }
  if (!message.complete) throw aborted();
}
