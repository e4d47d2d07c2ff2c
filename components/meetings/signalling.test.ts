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

/** A connection as WebRTC makes it: there once offer, answer and both ends' candidates have come, each after the other. */
class FakePeer implements PeerLink {
  isOver = false;
  readonly #options: PeerLinkOptions;
  readonly #heard = new Set<Signal['type']>();

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    if (options.isInitiator) this.#tell('offer');
  }

  feed(signal: Signal): void {
    if (this.isOver) return;
    // WebRTC takes no description twice.
    if (signal.type !== 'candidate' && this.#heard.has(signal.type)) return this.fall();
    if (signal.type === 'offer') this.#tell('answer');
    this.#heard.add(signal.type);
    const description = this.#options.isInitiator ? 'answer' : 'offer';
    if (this.#heard.has(description) && this.#heard.has('candidate')) this.#options.onConnected();
  }

  /** It breaks, as this end notices. */
  fall(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#options.onClosed();
  }

  destroy(): void {
    this.isOver = true;
  }

  setTracks(): void {}
  received = () => NO_TRACKS;
  sender = () => null;
  receiver = () => null;
  restartIce(): void {}
  setIceServers(): void {}
  stats = async () => null;
  send = () => true;

  #tell(type: 'offer' | 'answer'): void {
    this.#options.onSignal({ type, sdp: type });
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

const fate = fc.record({
  request: fc.constantFrom<Fate['request']>('lost', 'answer lost', 'taken'),
  live: fc.constantFrom<Fate['live']>('lost', 'twice', 'late', 'once'),
});

describe('two seats', () => {
  it('come to be connected whatever becomes of requests and live delivery, and again after a break', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 30 }),
        fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }),
        async (fates, breaks) => {
          const line = new Line(fates);
          for (const id of breaks) {
            await line.pass(7);
            line.peers.get(id)?.fall();
          }
          await line.pass(240);
          expect(line.phases).toEqual(['connected', 'connected']);
          line.end();
        },
      ),
      histories(60, 1_000),
    );
  });
});
