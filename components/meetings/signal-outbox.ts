import type { Signal } from '@/lib/meetings/schemas';

import { backoffMs } from '../realtime/backoff';

type Numbered = { link: number; data: Signal };

/** Candidates come in a swarm: those of so short a time travel together. */
const BATCH_MS = 40;
/** The addresses of the machine itself are there moments after an offer or an answer, and mostly the ones that work. */
const WITH_OFFER_MS = 15;
const MAX_BATCH = 40;
/** Below what the server takes, with room for the envelope. */
const MAX_BATCH_CHARS = 50_000;
const MAX_BACKOFF_MS = 4_000;

/** taken; refused: one of the seats is not what we think; failed: try again. */
export type Delivery = 'taken' | 'refused' | 'failed';

/** Signals to one seat: in order, each once, repeated until the server has them or refuses. */
export class SignalOutbox {
  readonly #deliver: (signals: readonly Numbered[]) => Promise<Delivery>;
  #waiting: Numbered[] = [];
  #isSending = false;
  #isOver = false;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deliver: (signals: readonly Numbered[]) => Promise<Delivery>) {
    this.#deliver = deliver;
  }

  add(link: number, data: Signal): void {
    if (this.#isOver) return;
    // What belongs to an attempt that is over does nothing but take time.
    this.#waiting = this.#waiting.filter((one) => one.link >= link);
    const isKnown = data.type === 'restart' && this.#waiting.some((one) => one.data.type === 'restart');
    if (!isKnown) this.#waiting.push({ link, data });
    if (this.#tries === 0) this.#plan(data.type === 'candidate' ? BATCH_MS : WITH_OFFER_MS);
  }

  /** The network is back: what waits for a repetition goes now. */
  flush(): void {
    this.#tries = 0;
    if (this.#waiting.length > 0) this.#plan(0);
  }

  end(): void {
    this.#isOver = true;
    this.#waiting = [];
    clearTimeout(this.#timer);
  }

  #plan(delayMs: number): void {
    if (this.#isSending) return;
    // An offer takes along what waits, and soon; a candidate never puts off what is planned.
    if (delayMs < BATCH_MS) clearTimeout(this.#timer);
    else if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#send(), delayMs);
  }

  async #send(): Promise<void> {
    this.#timer = undefined;
    if (this.#isSending || this.#isOver || this.#waiting.length === 0) return;
    this.#isSending = true;
    const batch = firstOf(this.#waiting);
    const outcome = await this.#deliver(batch);
    this.#isSending = false;
    this.#tries = outcome === 'failed' ? this.#tries + 1 : 0;
    if (outcome !== 'failed') this.#waiting = this.#waiting.filter((one) => !batch.includes(one));
    if (this.#waiting.length > 0)
      this.#plan(this.#tries > 0 ? backoffMs(this.#tries, MAX_BACKOFF_MS) : BATCH_MS);
  }
}

function firstOf(waiting: readonly Numbered[]): readonly Numbered[] {
  let chars = 0;
  const end = waiting.findIndex((one, at) => {
    chars += JSON.stringify(one).length;
    return at > 0 && (at >= MAX_BATCH || chars > MAX_BATCH_CHARS);
  });
  return end === -1 ? waiting.slice() : waiting.slice(0, end);
}
