import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:https';

import { describe, expect, test } from 'vitest';

import { LIFETIME_MS, makeCertificate } from './make-certificate.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const ADDRESSES = ['192.168.1.5', '10.200.0.1'];

describe('a certificate of its own making', () => {
  const made = makeCertificate(ADDRESSES, NOW_MS);
  const certificate = new X509Certificate(made.certificate);
  const authority = new X509Certificate(made.authority);

  test('names every address and no other', () => {
    for (const address of ADDRESSES) expect(certificate.checkIP(address)).toBe(address);
    expect(certificate.checkIP('192.168.1.6')).toBeUndefined();
    expect(certificate.subjectAltName).toBe('IP Address:192.168.1.5, IP Address:10.200.0.1');
  });

  test('is a server’s, vouched for by an authority that is no server’s', () => {
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
  });

  test('is valid for as long as browsers accept', () => {
    expect(certificate.validFromDate.getTime()).toBeLessThan(NOW_MS);
    expect(certificate.validToDate.getTime() - certificate.validFromDate.getTime()).toBe(LIFETIME_MS);
    expect(authority.validToDate).toEqual(certificate.validToDate);
  });

  test('another one has another key and another authority', () => {
    const other = makeCertificate(ADDRESSES, NOW_MS);
    expect(certificate.verify(new X509Certificate(other.authority).publicKey)).toBe(false);
    expect(other.key).not.toBe(made.key);
  });

  test('who trusts the authority is let through to the server', async () => {
    const { key, certificate: cert, authority: ca } = makeCertificate(['127.0.0.1'], Date.now());
    const server = createServer({ key, cert }, (_request, response) => response.end('hello'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const call = request({ host: '127.0.0.1', port, ca, agent: false });
    call.end();
    const [response] = await once(call, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    await once(response, 'end');
    server.close();
  });
});
