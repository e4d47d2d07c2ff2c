import type { NetworkInterfaceInfo } from 'node:os';

import { describe, expect, test } from 'vitest';

import { findLanAddress } from './lan-address.ts';

const at = (address: string, netmask = '255.255.255.0', internal = false): NetworkInterfaceInfo => ({
  address,
  netmask,
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: null,
});
const lo = [at('127.0.0.1', '255.0.0.0', true)];

describe('the address in the local network', () => {
  test('is the first that is neither this machine alone nor a network of containers', () => {
    const found = findLanAddress(
      { lo, docker0: [at('172.17.0.1', '255.255.0.0')], wlan0: [at('192.168.1.77')], eth1: [at('10.0.0.9')] },
      null,
    );
    expect(found).toEqual({
      address: '192.168.1.77',
      network: '192.168.1.0-192.168.1.255',
      all: ['192.168.1.77', '10.0.0.9', '172.17.0.1'],
    });
  });

  test('is the one that was asked for, with its own network', () => {
    const found = findLanAddress(
      { lo, eth0: [at('192.168.1.7')], eth1: [at('10.1.2.3', '255.252.0.0')] },
      '10.1.2.3',
    );
    expect(found.address).toBe('10.1.2.3');
    expect(found.network).toBe('10.0.0.0-10.3.255.255');
  });

  test('that is not there is refused, with what there is', () => {
    expect(() => findLanAddress({ lo, eth0: [at('192.168.1.7')] }, '10.0.0.1')).toThrow(
      '--lan=10.0.0.1: this machine has no such address; it has 192.168.1.7.',
    );
    expect(() => findLanAddress({ lo }, null)).toThrow('in no network');
  });
});
