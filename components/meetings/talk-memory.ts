/** So long after the last word everybody's page has noticed that its line is back. */
const FRESH_MS = 30_000;
/** Ticks come every second: after more than this the machine slept. */
const SLEPT_MS = 15_000;
/** A connection that died meanwhile notices it only so long after waking. */
const DOUBT_MS = 8_000;

/** Remembers when people last talked. By the clock on the wall, since others may stand still while the machine sleeps. */
export class TalkMemory {
  #upMs = -Infinity;
  #tickMs: number | null = null;
  #awakeMs = -Infinity;

  /** Takes note every second of whether a link is up. */
  note(isUp: boolean, nowMs: number): void {
    // With the first tick a call begins, and no machine wakes.
    if (nowMs - (this.#tickMs ?? nowMs) > SLEPT_MS) this.#awakeMs = nowMs;
    this.#tickMs = nowMs;
    if (isUp && nowMs - this.#awakeMs >= DOUBT_MS) this.#upMs = nowMs;
  }

  isFresh(nowMs: number): boolean {
    return nowMs - this.#upMs < FRESH_MS;
  }
}
