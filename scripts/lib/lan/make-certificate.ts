import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

import { bits, identifier, integer, octets, sequence, set, tagged, text, time, TRUE } from './der.ts';

/** All in PEM. */
export type Certificate = {
  key: string;
  certificate: string;
  /** What a phone may be told to trust. Its key is gone: nothing else can ever be signed with it. */
  authority: string;
};

/** What browsers accept of a server at most (CA/Browser Forum, 6.3.2), less a day. */
export const LIFETIME_MS = 397 * 86_400_000;
const BACKDATED_MS = 86_400_000;

const ECDSA_WITH_SHA256 = sequence(identifier('1.2.840.10045.4.3.2'));
const SERVER_AUTH = identifier('1.3.6.1.5.5.7.3.1');
const DIGITAL_SIGNATURE = bits(Buffer.from([0x80]), 7);
const CERTIFICATE_SIGN = bits(Buffer.from([0x04]), 2);

const named = (name: string): Buffer => sequence(set(sequence(identifier('2.5.4.3'), text(name))));
const publicBytes = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const keyId = (key: KeyObject): Buffer =>
  createHash('sha256').update(publicBytes(key)).digest().subarray(0, 20);

const extension = (id: string, value: Uint8Array, isCritical = false): Buffer =>
  sequence(identifier(id), ...(isCritical ? [TRUE] : []), octets(value));

/** RFC 5280, section 4.1. */
function signed(
  {
    subject,
    issuer,
    publicKey,
    signer,
  }: { subject: string; issuer: string; publicKey: KeyObject; signer: KeyObject },
  nowMs: number,
  extensions: readonly Buffer[],
): string {
  const version3 = tagged(0xa0, integer(Buffer.from([2])));
  const body = sequence(
    version3,
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    named(issuer),
    sequence(time(new Date(nowMs - BACKDATED_MS)), time(new Date(nowMs - BACKDATED_MS + LIFETIME_MS))),
    named(subject),
    publicBytes(publicKey),
    tagged(0xa3, sequence(...extensions)),
  );
  const whole = sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, signer)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/**
 * Makes a certificate for IPv4 addresses, and the authority that vouches for it and for nothing else, since its key is
 * not kept. Valid from a day ago, since the clocks of phones differ. Node reads certificates but makes none.
 */
export function makeCertificate(addresses: readonly string[], nowMs: number): Certificate {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = `Parley on this network ${keyId(root.publicKey).toString('hex', 0, 4)}`;
  const signer = root.privateKey;
  const authority = signed({ subject: issuer, issuer, publicKey: root.publicKey, signer }, nowMs, [
    extension('2.5.29.19', sequence(TRUE, integer(Buffer.from([0]))), true),
    extension('2.5.29.15', CERTIFICATE_SIGN, true),
    extension('2.5.29.14', octets(keyId(root.publicKey))),
  ]);
  const names = addresses.map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number))));
  const subject = addresses[0] ?? 'Parley';
  const certificate = signed({ subject, issuer, publicKey: server.publicKey, signer }, nowMs, [
    extension('2.5.29.19', sequence(), true),
    extension('2.5.29.15', DIGITAL_SIGNATURE, true),
    extension('2.5.29.37', sequence(SERVER_AUTH)),
    extension('2.5.29.17', sequence(...names)),
    extension('2.5.29.35', sequence(tagged(0x80, keyId(root.publicKey)))),
  ]);
  return {
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate,
    authority,
  };
}
