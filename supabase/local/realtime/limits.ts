import type { LimitsProfile } from '../context.ts';

export type Limits = {
  connections: number;
  /** Sends and deliveries together, averaged over up to a minute. */
  messagesPerSecond: number;
  joinsPerSecond: number;
  channelsPerConnection: number;
  /** Largest broadcast or presence payload, in units of 1,000 bytes. */
  payloadKb: number;
  presenceMessagesPerSecond: number;
  /** Presence calls of one channel within a window; the next one closes the channel. */
  presenceCalls: { max: number; windowMs: number };
};

/** The hosted Pro plan with its spend cap (supabase.com/docs/guides/realtime/limits), and none for demos and benchmarks. */
export const limitsOf: Record<LimitsProfile, Limits> = {
  hosted: {
    connections: 500,
    messagesPerSecond: 500,
    joinsPerSecond: 500,
    channelsPerConnection: 100,
    payloadKb: 3_000,
    presenceMessagesPerSecond: 50,
    presenceCalls: { max: 5, windowMs: 30_000 },
  },
  relaxed: {
    connections: Number.POSITIVE_INFINITY,
    messagesPerSecond: Number.POSITIVE_INFINITY,
    joinsPerSecond: Number.POSITIVE_INFINITY,
    channelsPerConnection: Number.POSITIVE_INFINITY,
    payloadKb: 3_000,
    presenceMessagesPerSecond: Number.POSITIVE_INFINITY,
    presenceCalls: { max: Number.POSITIVE_INFINITY, windowMs: 30_000 },
  },
};

/** The hosted server allows this much over the stated payload size. */
const payloadPaddingBytes = 500;

export function payloadFits(limits: Limits, sizeBytes: number): boolean {
  return sizeBytes <= limits.payloadKb * 1_000 + payloadPaddingBytes;
}

/**
 * Counts events and compares their average with a limit the way the hosted server does: buckets of
 * 5 s, at most 12 of them, judged only when a bucket closes. So a burst passes and a sustained rate does not.
 */
export class RateCounter {
  static readonly tickMs = 5_000;
  static readonly maxBuckets = 12;
  readonly #limit: number;
  #current = 0;
  #buckets: number[] = [0];
  #average = 0;
  #exceeded = false;

  /** @param limit events per second from which on the counter is exceeded */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get exceeded(): boolean {
    return this.#exceeded;
  }

  /** Events per second over the closed buckets. */
  get average(): number {
    return this.#average;
  }

  add(count: number): void {
    this.#current += count;
  }

  /** Closes the current bucket; called every `tickMs`. */
  tick(): void {
    this.#buckets = [this.#current, ...this.#buckets].slice(0, RateCounter.maxBuckets);
    this.#current = 0;
    const sum = this.#buckets.reduce((total, count) => total + count, 0);
    this.#average = sum / this.#buckets.length / (RateCounter.tickMs / 1_000);
    this.#exceeded = this.#average >= this.#limit;
  }
}

/** A fixed window of calls: `take` is false once `max` calls were taken within `windowMs`. */
export class CallWindow {
  readonly #max: number;
  readonly #windowMs: number;
  #used = 0;
  #resetAt = Number.NEGATIVE_INFINITY;

  constructor(rule: { max: number; windowMs: number }) {
    this.#max = rule.max;
    this.#windowMs = rule.windowMs;
  }

  take(nowMs: number): boolean {
    if (nowMs > this.#resetAt) {
      this.#used = 1;
      this.#resetAt = nowMs + this.#windowMs;
      return true;
    }
    if (this.#used >= this.#max) return false;
    this.#used += 1;
    return true;
  }
}
