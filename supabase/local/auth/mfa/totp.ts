import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const secretBytes = 20;
const periodS = 30;
const digits = 6;

/** RFC 4648 section 6 without padding, as authenticator apps read it. */
function encodeBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}

function decodeBase32(text: string): Buffer {
  const bits = Array.from(text, (char) => alphabet.indexOf(char).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

export const newTotpSecret = (): string => encodeBase32(randomBytes(secretBytes));

/** RFC 4226 section 5.3. */
function hotp(secret: Buffer, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(message).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const value = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return String(value).padStart(digits, '0');
}

const counterAt = (at: Date): number => Math.floor(at.getTime() / 1000 / periodS);

/** What an authenticator app shows at that moment (RFC 6238, SHA-1, 30 s, 6 digits). */
export const totpCode = (secret: string, at: Date): string => hotp(decodeBase32(secret), counterAt(at));

/** Whether the code is of this period or one of its neighbours; compared in constant time. */
export function totpMatches(secret: string, code: string, at: Date): boolean {
  const given = Buffer.from(code.trim());
  const key = decodeBase32(secret);
  return [-1, 0, 1]
    .map((skew) => Buffer.from(hotp(key, counterAt(at) + skew)))
    .map((expected) => expected.length === given.length && timingSafeEqual(expected, given))
    .includes(true);
}

/** The address behind the QR code, in the key URI format that authenticator apps share. */
export function totpUri(account: { issuer: string; name: string; secret: string }): string {
  const { issuer, name, secret } = account;
  const query = `algorithm=SHA1&digits=${digits}&issuer=${encodeURIComponent(issuer)}&period=${periodS}&secret=${secret}`;
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(name)}?${query}`;
}
