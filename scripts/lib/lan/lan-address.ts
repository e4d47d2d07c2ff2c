import { isIPv4 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

export type LanAddress = {
  address: string;
  /** The network that it is in, from the first address to the last: `192.168.1.0-192.168.1.255`. */
  network: string;
  /** Every address of this machine in some network, this one first. */
  all: string[];
};

/** Networks of containers, virtual machines and tunnels: no phone is in one. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|wg|tailscale|zt)/;

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, byte) => sum * 0x1_00 + Number(byte), 0);
const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 0x1_00).join('.');

function networkOf(address: string, netmask: string): string {
  const size = 2 ** 32 - numberOf(netmask);
  const first = numberOf(address) - (numberOf(address) % size);
  return `${addressOf(first)}-${addressOf(first + size - 1)}`;
}

/**
 * This machine's IPv4 address in the local network; of several the first that is no virtual one.
 * @param wanted the one that was asked for, or null
 * @throws Error in words for the person who starts it, when there is none, or not the one that was asked for.
 */
export function findLanAddress(interfaces: Interfaces, wanted: string | null): LanAddress {
  const found = Object.entries(interfaces)
    .flatMap(([name, infos]) => (infos ?? []).map((info) => ({ ...info, isVirtual: VIRTUAL.test(name) })))
    .filter(({ internal, address }) => !internal && isIPv4(address))
    .toSorted((a, b) => Number(a.isVirtual) - Number(b.isVirtual));
  const all = found.map(({ address }) => address);
  const chosen = wanted === null ? found[0] : found.find(({ address }) => address === wanted);
  if (chosen === undefined) {
    if (all.length === 0) throw new Error('--lan: this machine is in no network (it has no IPv4 address).');
    throw new Error(`--lan=${wanted}: this machine has no such address; it has ${all.join(', ')}.`);
  }
  const { address, netmask } = chosen;
  return { address, network: networkOf(address, netmask), all: [...new Set([address, ...all])] };
}
