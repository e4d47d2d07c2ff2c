import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Session, position in its chain of rotations, and proof that this server issued it. */
export type RefreshToken = { sessionId: string; counter: number; verify(key: Buffer): boolean };

const macBytes = 16;
const headBytes = 20;

export const newSessionKey = (): string => randomBytes(32).toString('base64url');

/** The database holds one half of a session's key and the server the other, so neither alone makes tokens. */
export function sessionKey(serverSecret: string, storedKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', serverSecret, storedKey, 'refresh token', 32));
}

function mac(key: Buffer, head: Buffer): Buffer {
  return createHmac('sha256', key).update(head).digest().subarray(0, macBytes);
}

function checksum(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, 4);
}

/** Nothing of the token is stored: session id, counter, 128 bits of HMAC-SHA-256, checksum; base64url. */
export function encodeRefreshToken(sessionId: string, counter: number, key: Buffer): string {
  const head = Buffer.alloc(headBytes);
  Buffer.from(sessionId.replaceAll('-', ''), 'hex').copy(head);
  head.writeUInt32BE(counter, 16);
  const signed = Buffer.concat([head, mac(key, head)]);
  return Buffer.concat([signed, checksum(signed)]).toString('base64url');
}

/** Null for what cannot be one of our tokens; the signature is checked by `verify` once the session is known. */
export function decodeRefreshToken(token: string): RefreshToken | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== headBytes + macBytes + 4 || bytes.toString('base64url') !== token) return null;
  const signed = bytes.subarray(0, headBytes + macBytes);
  if (!timingSafeEqual(checksum(signed), bytes.subarray(headBytes + macBytes))) return null;
  const head = signed.subarray(0, headBytes);
  const hex = head.subarray(0, 16).toString('hex');
  return {
    sessionId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    counter: head.readUInt32BE(16),
    verify: (key) => timingSafeEqual(mac(key, head), signed.subarray(headBytes)),
  };
}
