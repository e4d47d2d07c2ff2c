const opcode = { text: 0x81, binary: 0x82 } as const;

/**
 * A complete, unmasked WebSocket frame (RFC 6455, 5.2). Built once per message and written to every
 * socket as the same buffer, which is what makes a large fan-out cheap in time and memory.
 */
export function webSocketFrame(payload: string | Uint8Array): Buffer {
  const text = typeof payload === 'string';
  const length = text ? Buffer.byteLength(payload) : payload.length;
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = text ? opcode.text : opcode.binary;
  if (headerBytes === 2) {
    frame[1] = length;
  } else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(0, 2);
    frame.writeUInt32BE(length, 6);
  }
  if (text) frame.write(payload, headerBytes);
  else frame.set(payload, headerBytes);
  return frame;
}
