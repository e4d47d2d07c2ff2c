import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { randomFrom } from './random-from';

const HOST = '127.0.0.1';

/** Stands before a UDP port as a bad network does: what passes may be lost, late, or nothing at all. For both ways. */
export class UdpForwarder {
  /** Share of datagrams that are lost, 0 to 1. */
  loss = 0;
  delayMs = 0;
  /** Nothing passes, and nobody is told. */
  isCut = false;
  /** How many datagrams did not pass. */
  dropped = 0;
  readonly #socket = createSocket('udp4');
  readonly #outlets = new Map<number, Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #target: number;
  readonly #random = randomFrom(20_261_120);

  private constructor(target: number) {
    this.#target = target;
    this.#socket.on('message', (data, { port }) => {
      const outlet = this.#outletOf(port);
      this.#pass(() => outlet.send(data, this.#target, HOST));
    });
  }

  /** Forwards to a port of this machine, from one of its own. */
  static async to(target: number): Promise<UdpForwarder> {
    const forwarder = new UdpForwarder(target);
    forwarder.#socket.bind(0, HOST);
    await once(forwarder.#socket, 'listening');
    return forwarder;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** From now on everything passes as it should. */
  mend(): void {
    this.loss = 0;
    this.delayMs = 0;
    this.isCut = false;
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const outlet of this.#outlets.values()) outlet.close();
    this.#socket.close();
  }

  /** Each client keeps one way out, so that answers find back. */
  #outletOf(client: number): Socket {
    const known = this.#outlets.get(client);
    if (known) return known;
    const outlet = createSocket('udp4');
    outlet.on('message', (data) => this.#pass(() => this.#socket.send(data, client, HOST)));
    // Nobody listens at the other end: as silent as a cut line.
    outlet.on('error', () => undefined);
    this.#outlets.set(client, outlet);
    return outlet;
  }

  #pass(send: () => void): void {
    if (this.isCut || this.#random() < this.loss) {
      this.dropped += 1;
      return;
    }
    if (this.delayMs === 0) {
      send();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      send();
    }, this.delayMs);
    this.#timers.add(timer);
  }
}
