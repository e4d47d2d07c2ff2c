import { join } from 'node:path';

export type TurnPlace = {
  /** Absolute path of the data folder. */
  dataDir: string;
  /** The one IPv4 address that it listens on and relays from. */
  address: string;
  port: number;
  /** Whom it relays to, as coturn writes addresses: `192.168.1.0-192.168.1.255`. Everybody else is refused. */
  peers: string;
  secret: string;
};

/** Below the ports that systems give to outgoing connections. coturn passes over those that are taken. */
const RELAY_PORTS = { first: 28_000, last: 29_999 };

/** coturn's configuration. It holds the secret: a command line could be read by everybody on the machine. */
export function turnConfig({ dataDir, address, port, peers, secret }: TurnPlace): string {
  const lines = [
    `listening-ip=${address}`,
    `listening-port=${port}`,
    `relay-ip=${address}`,
    `min-port=${RELAY_PORTS.first}`,
    `max-port=${RELAY_PORTS.last}`,
    'realm=parley.local',
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    'fingerprint',
    'no-cli',
    'no-tls',
    'no-dtls',
    'no-tcp-relay',
    'no-rfc5780',
    'no-multicast-peers',
    ...(address.startsWith('127.') ? ['allow-loopback-peers'] : []),
    'denied-peer-ip=0.0.0.0-255.255.255.255',
    'denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    // What is allowed wins over what is denied.
    `allowed-peer-ip=${peers}`,
    `userdb=${join(dataDir, 'turn.sqlite')}`,
    `pidfile=${join(dataDir, 'turn.pid')}`,
    'log-file=stdout',
    'simple-log',
  ];
  return `${lines.join('\n')}\n`;
}
