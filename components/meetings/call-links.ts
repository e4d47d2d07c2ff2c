import type { QualitySample, Seat, SignalBatch } from '@/lib/meetings/schemas';

import { AUDIO_ONLY } from './adaptation';
import { CallLink, type LinkHost } from './call-link';

/** The links of a call: one to each other seat. */
export class CallLinks {
  readonly #host: LinkHost;
  readonly #links = new Map<string, CallLink>();
  #isLooking = false;

  constructor(host: Omit<LinkHost, 'links'>) {
    this.#host = { ...host, links: () => this.#links.size };
  }

  /** Who else is in the call now. A seat that is gone, or was taken by a new page, loses its link at once. */
  setSeats(seats: readonly Seat[]): void {
    const wanted = new Map(seats.map((seat) => [seat.id, seat]));
    for (const [id, link] of this.#links) {
      if (wanted.get(id)?.incarnation === link.seat.incarnation) continue;
      link.end();
      this.#links.delete(id);
    }
    for (const seat of seats) {
      const link = this.#links.get(seat.id);
      if (link) link.update(seat);
      else this.#links.set(seat.id, new CallLink(this.#host, seat));
    }
  }

  /** @returns false when the sender is not known yet: keep it, and ask who is in the call */
  take({ from, fromIncarnation, signals }: SignalBatch): boolean {
    const link = this.#links.get(from);
    if (!link || link.seat.incarnation < fromIncarnation) return false;
    if (link.seat.incarnation === fromIncarnation) for (const one of signals) link.feed(one.link, one.data);
    return true;
  }

  get(seatId: string): CallLink | undefined {
    return this.#links.get(seatId);
  }

  all(): readonly CallLink[] {
    return [...this.#links.values()];
  }

  /** Looks at all links, unless it is at it already. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await Promise.all(this.all().map((link) => link.look()));
    } catch (error) {
      reportError(error);
    } finally {
      this.#isLooking = false;
    }
    this.#host.onChange();
  }

  samples(): readonly QualitySample[] {
    return this.all()
      .map(({ meter }) => meter.quality)
      .filter((sample) => sample !== null);
  }

  /** Whether no link carries a picture any more. */
  areAudioOnly(): boolean {
    return this.#links.size > 0 && this.all().every(({ meter }) => meter.adaptation.level >= AUDIO_ONLY);
  }

  end(): void {
    for (const link of this.#links.values()) link.end();
    this.#links.clear();
  }
}
