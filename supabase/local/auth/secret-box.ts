import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

function keyFor(serverSecret: string, owner: string): Buffer {
  return Buffer.from(hkdfSync('sha256', serverSecret, owner, 'sealed column', 32));
}

/**
 * Encrypts what the database must give back in plain (a TOTP secret, a provider's token), so that a copy of the
 * database alone is worth nothing. `owner` is the row's id: the text opens in no other row.
 */
export function seal(serverSecret: string, owner: string, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keyFor(serverSecret, owner), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @throws Error when the text was altered, or sealed for another row or by another server */
export function open(serverSecret: string, owner: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv(algorithm, keyFor(serverSecret, owner), bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const text = decipher.update(bytes.subarray(nonceBytes + tagBytes));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}
