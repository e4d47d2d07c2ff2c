import type { Cancel, Clock } from '../clock.ts';

type Timer = { dueMs: number; run: () => void };

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  readonly #timers = new Set<Timer>();
  readonly #watchers: (() => void)[] = [];
  #nowMs: number;

  constructor(startMs = Date.now()) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer = { dueMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    for (const resolve of this.#watchers.splice(0)) resolve();
    return () => this.#timers.delete(timer);
  }

  /** Resolves when somebody begins to wait, from now on. */
  async timerSet(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#watchers.push(resolve);
    });
  }

  /** Runs what falls due on the way, in order. */
  advance(byMs: number): void {
    const endMs = this.#nowMs + byMs;
    for (let next = this.#nextUntil(endMs); next; next = this.#nextUntil(endMs)) {
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.run();
    }
    this.#nowMs = endMs;
  }

  #nextUntil(endMs: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.dueMs <= endMs);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0];
  }
}
