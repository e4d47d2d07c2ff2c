import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { histories } from '@/tests/support/soak';

import { newLink, patienceMs, stepLink, type LinkEffect, type LinkEvent, type LinkState } from './link-state';
import type { Signal, SignalBatch } from './schemas';
import { hasGap, hearNumber, openInbox, takeBatches, type SignalInbox } from './signal-inbox';

const offer: Signal = { type: 'offer', sdp: 'o' };
const answer: Signal = { type: 'answer', sdp: 'a' };
const candidate: Signal = { type: 'candidate', candidate: { candidate: 'c' } };

/** A connection as WebRTC makes it: it is there once offer, answer and both ends' candidates have come. */
type Connection = { link: number; hasOffer: boolean; hasAnswer: boolean; hasCandidate: boolean };

/** One seat: a link to the other, the numbered mail from it, and what the network did to that. */
class Seat {
  state: LinkState;
  connection: Connection | null = null;
  inbox: SignalInbox = openInbox(0);
  readonly #toOther: (data: Signal, link: number) => void;

  constructor(isInitiator: boolean, toOther: (data: Signal, link: number) => void) {
    this.state = newLink(isInitiator);
    this.#toOther = toOther;
  }

  apply(event: LinkEvent): void {
    const [next, effects] = stepLink(this.state, event);
    this.state = next;
    for (const effect of effects) this.#do(effect);
    const { connection } = this;
    const isWhole = connection?.hasOffer && connection.hasAnswer && connection.hasCandidate;
    if (isWhole && this.state.phase === 'connecting') {
      this.apply({ type: 'connected', link: connection.link, nowMs: event.nowMs });
    }
  }

  take(batches: readonly SignalBatch[], nowMs: number): void {
    const [inbox, ready] = takeBatches(this.inbox, batches);
    this.inbox = inbox;
    for (const { signals } of ready) {
      for (const { link, data } of signals) this.apply({ type: 'signal', link, data, nowMs });
    }
  }

  #do(effect: LinkEffect): void {
    if (effect.type === 'send') this.#toOther(effect.data, effect.link);
    if (effect.type === 'connect') {
      this.connection = { link: effect.link, hasOffer: false, hasAnswer: false, hasCandidate: false };
      if (!this.state.isInitiator) return;
      this.connection.hasOffer = true;
      this.#toOther(offer, effect.link);
      this.#toOther(candidate, effect.link);
    }
    if (effect.type === 'feed' && this.connection) this.#feed(this.connection, effect.data);
  }

  #feed(connection: Connection, data: Signal): void {
    if (data.type === 'offer') {
      connection.hasOffer = true;
      connection.hasAnswer = true;
      this.#toOther(answer, connection.link);
      this.#toOther(candidate, connection.link);
    }
    if (data.type === 'answer') connection.hasAnswer = true;
    if (data.type === 'candidate') connection.hasCandidate = true;
  }
}

/** Two seats and the server between them, which keeps what it was sent; live delivery may lose, repeat and swap. */
class Line {
  readonly kept: [SignalBatch[], SignalBatch[]] = [[], []];
  readonly flying: [SignalBatch[], SignalBatch[]] = [[], []];
  readonly seats: [Seat, Seat];
  nowMs = 0;

  constructor() {
    const to = (receiver: 0 | 1) => (data: Signal, link: number) => {
      const number = this.kept[receiver].length + 1;
      const batch = { number, from: 'x', fromIncarnation: 1, toIncarnation: 1, signals: [{ link, data }] };
      this.kept[receiver].push(batch);
      this.flying[receiver].push(batch);
    };
    this.seats = [new Seat(true, to(1)), new Seat(false, to(0))];
  }

  /** What a heartbeat brings: the number of the last batch, and by asking what is missing. */
  ask(receiver: 0 | 1): void {
    const seat = this.seats[receiver];
    seat.inbox = hearNumber(seat.inbox, this.kept[receiver].length);
    if (hasGap(seat.inbox)) seat.take(this.kept[receiver].slice(seat.inbox.taken), this.nowMs);
  }
}

const side = fc.constantFrom(0 as const, 1 as const);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), side, at: fc.nat(5), again: fc.boolean() }),
  },
  fc.record({ do: fc.constant('lose' as const), side, at: fc.nat(5) }),
  fc.record({ do: fc.constant('start' as const), side }),
  fc.record({ do: fc.constant('close' as const), side }),
  fc.record({ do: fc.constant('renew' as const), side }),
  fc.record({ do: fc.constant('ask' as const), side }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40_000) }),
);

describe('a link', () => {
  it('is connected under one number at both ends in the end, whatever is lost, repeated, late or broken', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const line = new Line();
        for (const one of steps) {
          if (one.do === 'start') line.seats[one.side].apply({ type: 'start', nowMs: line.nowMs });
          if (one.do === 'renew') line.seats[one.side].apply({ type: 'renew', nowMs: line.nowMs });
          if (one.do === 'ask') line.ask(one.side);
          if (one.do === 'wait') {
            line.nowMs += one.ms;
            for (const seat of line.seats) seat.apply({ type: 'tick', nowMs: line.nowMs });
          }
          if (one.do === 'close') {
            const seat = line.seats[one.side];
            if (seat.connection)
              seat.apply({ type: 'closed', link: seat.connection.link, nowMs: line.nowMs });
          }
          if (one.do === 'lose') line.flying[one.side].splice(one.at, 1);
          if (one.do === 'deliver') {
            const batch = line.flying[one.side][one.at];
            if (batch) line.seats[one.side].take([batch], line.nowMs);
            if (!one.again) line.flying[one.side].splice(one.at, 1);
          }
        }
        const [a, b] = line.seats;
        for (const seat of line.seats) seat.apply({ type: 'start', nowMs: line.nowMs });
        for (let round = 0; round < 12 && !areConnected(a, b); round += 1) {
          line.nowMs += patienceMs(9);
          line.ask(0);
          line.ask(1);
          line.ask(0);
          // One end may be sure of a connection that the other has lost: WebRTC tells it so.
          if (!areConnected(a, b)) tellDead(line);
          for (const seat of line.seats) seat.apply({ type: 'tick', nowMs: line.nowMs });
        }
        expect([a.state.phase, b.state.phase]).toEqual(['connected', 'connected']);
        expect(a.state.link).toBe(b.state.link);
        expect(a.state.trouble ?? b.state.trouble).toBe(null);
      }),
      histories(1_000, 10_000),
    );
  });

  it('says why it is not connected, and goes on trying', () => {
    let state = newLink(true);
    let attempts = 0;
    const apply = (event: LinkEvent) => {
      const [next, effects] = stepLink(state, event);
      state = next;
      attempts += effects.filter(({ type }) => type === 'connect').length;
    };
    apply({ type: 'start', nowMs: 0 });
    for (let nowMs = 0; nowMs < 200_000; nowMs += 1_000) apply({ type: 'tick', nowMs });
    expect(state.trouble).toBe('timeout');
    expect(attempts).toBeGreaterThan(5);
    apply({ type: 'connected', link: state.link, nowMs: 200_000 });
    expect(state).toMatchObject({ phase: 'connected', trouble: null, tries: 0 });
  });

  it('does not repeat at once what ended at once, but begins anew when the hindrance is known to be over', () => {
    let state = newLink(true);
    let attempts = 0;
    const apply = (event: LinkEvent) => {
      const [next, effects] = stepLink(state, event);
      state = next;
      attempts += effects.filter(({ type }) => type === 'connect').length;
    };
    apply({ type: 'start', nowMs: 0 });
    for (let nowMs = 0; nowMs < 60_000; nowMs += 200) {
      apply({ type: 'closed', link: state.link, nowMs });
      apply({ type: 'tick', nowMs });
    }
    expect(attempts).toBeLessThan(8);
    expect(state.trouble).toBe('closed');
    const before = attempts;
    apply({ type: 'renew', nowMs: 60_000 });
    expect(attempts).toBe(before + 1);
  });

  it('asks the initiator for a new attempt, and one request is one attempt', () => {
    const asking = stepLink(
      { ...newLink(false), link: 3, phase: 'connected' },
      { type: 'closed', link: 3, nowMs: 1 },
    );
    expect(asking[1]).toEqual([{ type: 'send', link: 3, data: { type: 'restart', link: 3 } }]);
    const restart = { type: 'signal', link: 3, data: { type: 'restart', link: 3 }, nowMs: 2 } as const;
    const [first, effects] = stepLink({ ...newLink(true), link: 3, phase: 'connected' }, restart);
    expect(effects).toEqual([{ type: 'connect', link: 4 }]);
    expect(stepLink(first, restart)).toEqual([first, []]);
  });
});

const areConnected = (a: Seat, b: Seat) =>
  a.state.phase === 'connected' && b.state.phase === 'connected' && a.state.link === b.state.link;

function tellDead(line: Line): void {
  const [a, b] = line.seats;
  for (const [seat, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const isAlone = seat.state.phase === 'connected' && other.state.link !== seat.state.link;
    if (isAlone) seat.apply({ type: 'closed', link: seat.state.link, nowMs: line.nowMs });
  }
}
