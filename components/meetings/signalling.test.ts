import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Seat, Signal, SignalBatch } from '@/lib/meetings/schemas';
import { histories } from '@/tests/support/soak';

import { CallLink } from './call-link';
import { CallMail } from './call-mail';
import { NO_TRACKS, type PeerLink, type PeerLinkOptions } from './peer-link';
import type { Delivery } from './signal-outbox';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/**
 * A connection as WebRTC makes it: there once offer, answer and both ends' candidates have come, each after the other. Its
 * way may break; a new one is there once an offer and an answer of the same round, and candidates after them, have come.
 */
class FakePeer implements PeerLink {
  isOver = false;
  /** It was given what makes no sense to it. */
  isConfused = false;
  readonly #options: PeerLinkOptions;
  /** Of offers, and of the answers to them. */
  #round = 0;
  readonly #heard = new Set<string>();
  #isConnected = false;
  #isDown = false;
  #isAsked = false;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    if (options.isInitiator) this.#offer();
  }

  feed(signal: Signal): void {
    if (this.isOver) return;
    if (signal.type === 'renegotiate') return this.restartIce();
    if ('sdp' in signal) {
      const [type, round] = signal.sdp.split(' ');
      // WebRTC takes no description twice, none that is older, and no answer to what is not asked.
      const isOld = this.#options.isInitiator
        ? Number(round) !== this.#round || this.#heard.has('answer')
        : Number(round) <= this.#round;
      if (isOld) {
        this.isConfused = true;
        return this.fall();
      }
      this.#round = Number(round);
      this.#heard.clear();
      if (type === 'offer') this.#tell('answer');
    }
    this.#heard.add(signal.type);
    const description = this.#options.isInitiator ? 'answer' : 'offer';
    if (!this.#heard.has(description)) return;
    if (this.#isAsked) return this.#offer();
    if (this.#heard.has('candidate')) this.#connect();
  }

  /** It breaks, as this end notices. */
  fall(): void {
    if (this.isOver) return;
    this.destroy();
    this.#options.onClosed();
  }

  /** Its way breaks, as this end notices: another one is looked for, and at last it is given up. */
  cut(): void {
    if (this.isOver || !this.#isConnected || this.#isDown) return;
    this.#isDown = true;
    this.#options.onPath('down');
    this.#timers = [setTimeout(() => this.restartIce(), 3_000), setTimeout(() => this.fall(), 10_000)];
  }

  restartIce(): void {
    if (this.isOver || !this.#isConnected) return;
    if (!this.#options.isInitiator) return this.#options.onSignal({ type: 'renegotiate', renegotiate: true });
    // While an offer is out there is no other one.
    if (this.#heard.has('answer')) this.#offer();
    else this.#isAsked = true;
  }

  destroy(): void {
    this.isOver = true;
    this.#rest();
  }

  setTracks(): void {}
  received = () => NO_TRACKS;
  sender = () => null;
  receiver = () => null;
  setIceServers(): void {}
  stats = async () => null;
  send = () => true;

  #connect(): void {
    this.#rest();
    if (!this.#isConnected) {
      this.#isConnected = true;
      this.#options.onConnected();
    }
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#options.onPath('up');
  }

  #rest(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #offer(): void {
    this.#isAsked = false;
    this.#round += 1;
    this.#heard.clear();
    this.#tell('offer');
  }

  #tell(type: 'offer' | 'answer'): void {
    this.#options.onSignal({ type, sdp: `${type} ${this.#round}` });
    for (const name of ['a', 'b']) {
      this.#options.onSignal({ type: 'candidate', candidate: { candidate: name } });
    }
  }
}

const seatOf = (id: string): Seat => ({
  id,
  memberId: id,
  incarnation: 1,
  isMuted: false,
  isCameraOn: false,
  isSharing: false,
  joinedAt: '2026-11-20T10:00:00.000Z',
});

type Fate = { request: 'lost' | 'answer lost' | 'taken'; live: 'lost' | 'twice' | 'late' | 'once' };

/** Two seats with their real mail and outboxes; the server keeps and numbers, everything between may go wrong. */
class Line {
  readonly #kept = new Map<string, SignalBatch[]>([
    ['a', []],
    ['b', []],
  ]);
  readonly #fates: Fate[];
  readonly links = new Map<string, CallLink>();
  readonly mails = new Map<string, CallMail>();
  readonly peers = new Map<string, FakePeer>();
  readonly everyPeer: FakePeer[] = [];

  constructor(fates: readonly Fate[]) {
    this.#fates = [...fates];
    for (const [self, other] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      this.mails.set(self, this.#mailOf(self));
      this.links.set(self, this.#linkOf(self, other));
    }
  }

  /** A second of both ends: signs of life tell what exists, links look at the time. */
  async pass(seconds: number): Promise<void> {
    for (let n = 0; n < seconds; n += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      for (const link of this.links.values()) link.tick();
      if (n % 10 === 9) for (const [id, mail] of this.mails) mail.hear(this.#keptBy(id).length);
    }
  }

  meet({ end, what }: Mishap): void {
    const peer = this.peers.get(end);
    if (what === 'fall') peer?.fall();
    if (what === 'cut') peer?.cut();
    if (what === 'change') this.links.get(end)?.recover(true);
  }

  end(): void {
    for (const link of this.links.values()) link.end();
    for (const mail of this.mails.values()) mail.end();
  }

  get phases(): (string | undefined)[] {
    return [...this.links.values()].map((link) => link.view().phase);
  }

  #linkOf(self: string, other: string): CallLink {
    return new CallLink(
      {
        selfSeatId: self,
        make: (options) => {
          const peer = new FakePeer(options);
          this.peers.set(self, peer);
          this.everyPeer.push(peer);
          return peer;
        },
        iceServers: () => [],
        tracks: () => NO_TRACKS,
        wantsPicture: () => true,
        links: () => 1,
        deliver: async (_to, signals) => this.#deliver(self, other, signals),
        onChange: () => undefined,
      },
      seatOf(other),
    );
  }

  #mailOf(self: string): CallMail {
    return new CallMail(0, {
      read: async (after) => this.#keptBy(self).filter(({ number }) => number > after),
      take: ({ signals }) => {
        for (const { link, data } of signals) this.links.get(self)?.feed(link, data);
        return true;
      },
      onStranger: () => undefined,
    });
  }

  #deliver(from: string, to: string, signals: readonly { link: number; data: Signal }[]): Delivery {
    const { request, live } = this.#fates.shift() ?? { request: 'taken', live: 'once' };
    if (request === 'lost') return 'failed';
    const kept = this.#keptBy(to);
    const batch = {
      number: kept.length + 1,
      from,
      fromIncarnation: 1,
      toIncarnation: 1,
      signals: [...signals],
    };
    kept.push(batch);
    const delays = { lost: [], once: [5], twice: [5, 700], late: [9_000] }[live];
    for (const delay of delays) setTimeout(() => this.mails.get(to)?.receive([batch]), delay);
    // The server has it, and the sender does not know: it comes again under another number.
    return request === 'answer lost' ? 'failed' : 'taken';
  }

  #keptBy(id: string): SignalBatch[] {
    const kept = this.#kept.get(id);
    if (!kept) throw new Error(`nobody sits at ${id}`);
    return kept;
  }
}

/** What befalls an end: its connection is lost, or its way; or it looks for another one, as after a change of network. */
type Mishap = { end: 'a' | 'b'; what: 'fall' | 'cut' | 'change' };

const mishap = fc.record({
  end: fc.constantFrom<Mishap['end']>('a', 'b'),
  what: fc.constantFrom<Mishap['what']>('fall', 'cut', 'change'),
});

const fate = fc.record({
  request: fc.constantFrom<Fate['request']>('lost', 'answer lost', 'taken'),
  live: fc.constantFrom<Fate['live']>('lost', 'twice', 'late', 'once'),
});

describe('two seats', () => {
  it('come to be connected whatever becomes of requests and live delivery, and again after breaks and changes of way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 40 }),
        fc.array(mishap, { maxLength: 4 }),
        async (fates, mishaps) => {
          const line = new Line(fates);
          for (const one of mishaps) {
            await line.pass(7);
            line.meet(one);
          }
          await line.pass(240);
          expect(line.phases).toEqual(['connected', 'connected']);
          expect(line.everyPeer.filter(({ isConfused }) => isConfused)).toEqual([]);
          line.end();
        },
      ),
      histories(120, 1_000),
    );
  }, 60_000);
});
