import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAGIC_COOKIE = 0x2112_a442;
const ASK_AGAIN_MS = 100;

/** A binding request without attributes (RFC 8489, section 5). */
function bindingRequest(transaction: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  return Buffer.concat([header, transaction]);
}

/** Asks a STUN or TURN server over UDP, again and again, until it answers. @throws the signal's reason. */
export async function untilStunAnswers(address: string, port: number, signal: AbortSignal): Promise<void> {
  const transaction = randomBytes(12);
  const socket = createSocket('udp4');
  // Nobody listens yet: some systems tell so, which is as good as silence.
  socket.on('error', () => {});
  const answered = new Promise<void>((resolve, reject) => {
    socket.on('message', (message) => {
      const isAnswer = message.length >= 20 && message.readUInt16BE(0) === BINDING_SUCCESS;
      if (isAnswer && message.subarray(8, 20).equals(transaction)) resolve();
    });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const ask = (): void => socket.send(bindingRequest(transaction), port, address, () => {});
  const timer = setInterval(ask, ASK_AGAIN_MS);
  try {
    signal.throwIfAborted();
    ask();
    await answered;
  } finally {
    clearInterval(timer);
    socket.close();
  }
}
