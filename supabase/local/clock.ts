/** Cancels a timer; harmless when it already fired. */
export type Cancel = () => void;

/** Time as the services see it; tests hand in one that they move themselves. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  after(delayMs: number, run: () => void): Cancel;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs` of the given clock. */
export function pause(clock: Clock, delayMs: number): Promise<void> {
  if (delayMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/** Runs `job` every `periodMs` until cancelled. */
export function every(clock: Clock, periodMs: number, job: () => void): Cancel {
  function tick(): void {
    // Set up first, so that a job may cancel it.
    cancel = clock.after(periodMs, tick);
    job();
  }
  let cancel = clock.after(periodMs, tick);
  return () => cancel();
}
