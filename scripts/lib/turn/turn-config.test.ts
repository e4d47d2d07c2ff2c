import { expect, test } from 'vitest';

import { turnConfig } from './turn-config.ts';

const place = { dataDir: '/data', port: 24_326, secret: 'a secret' };
const linesOf = (address: string, peers: string): string[] =>
  turnConfig({ ...place, address, peers })
    .trimEnd()
    .split('\n');

test('a relay for this machine reaches this machine and nothing else', () => {
  const lines = linesOf('127.0.0.1', '127.0.0.1');
  expect(lines).toContain('listening-ip=127.0.0.1');
  expect(lines).toContain('allow-loopback-peers');
  expect(lines).toContain('denied-peer-ip=0.0.0.0-255.255.255.255');
  expect(lines.filter((line) => line.startsWith('allowed-peer-ip='))).toEqual(['allowed-peer-ip=127.0.0.1']);
});

test('a relay for the local network never leads to what listens on loopback', () => {
  const lines = linesOf('192.168.1.5', '192.168.1.0-192.168.1.255');
  expect(lines).toContain('relay-ip=192.168.1.5');
  expect(lines).not.toContain('allow-loopback-peers');
  expect(lines.filter((line) => line.startsWith('allowed-peer-ip='))).toEqual([
    'allowed-peer-ip=192.168.1.0-192.168.1.255',
  ]);
});

test('a relay lets nobody in without a credential of the app’s making', () => {
  const lines = linesOf('127.0.0.1', '127.0.0.1');
  expect(lines).toContain('use-auth-secret');
  expect(lines).toContain('static-auth-secret=a secret');
  expect(lines).toContain('no-cli');
  expect(lines).toContain('no-tcp-relay');
});
