const WINDOW_MS = 30_000;
const CALLS = 5;

/** Counts calls: at most five in any thirty seconds, whatever happens. The fifth is kept for saying goodbye. */
export class CallBudget {
  readonly #madeMs: number[] = [];

  /** Takes a call that is made now. @returns 0 when it may be made, else the milliseconds until one may be. */
  take(nowMs: number, kind: 'usual' | 'last' = 'usual'): number {
    // A clock that was set back would otherwise hold calls up for as long.
    while (this.#madeMs[0] !== undefined && Math.abs(nowMs - this.#madeMs[0]) >= WINDOW_MS)
      this.#madeMs.shift();
    const allowed = kind === 'last' ? CALLS : CALLS - 1;
    const blocking = this.#madeMs.at(-allowed);
    if (blocking !== undefined) return blocking + WINDOW_MS - nowMs;
    this.#madeMs.push(nowMs);
    return 0;
  }
}
