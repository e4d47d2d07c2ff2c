import { backoffMs } from './backoff';

export type Refresher = {
  /** Runs once within this time; calls that come meanwhile are served by the same run. */
  soon(delayMs: number): void;
  /** Runs now, after the run that is under way, if any; done when that run is. */
  now(): Promise<void>;
  /** No runs by themselves until `resume`. */
  stop(): void;
  resume(): void;
};

/**
 * Runs something that fetches: one at a time, again when asked during a run, and after a failure (`again`) with back-off.
 * `run` must not throw.
 */
export function createRefresher(run: () => Promise<'done' | 'again'>): Refresher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueMs = Infinity;
  let underWay: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let tries = 0;
  let isStopped = false;

  async function once(): Promise<void> {
    clearTimeout(timer);
    dueMs = Infinity;
    const outcome = await run();
    tries = outcome === 'again' ? tries + 1 : 0;
    if (tries > 0) soon(backoffMs(tries, 30_000));
  }

  function start(): Promise<void> {
    const running = once().finally(() => {
      underWay = null;
    });
    underWay = running;
    return running;
  }

  function now(): Promise<void> {
    if (!underWay) return start();
    next ??= underWay.then(() => {
      next = null;
      return start();
    });
    return next;
  }

  function soon(delayMs: number): void {
    const wantedMs = Date.now() + delayMs;
    if (isStopped || wantedMs >= dueMs) return;
    clearTimeout(timer);
    dueMs = wantedMs;
    timer = setTimeout(() => void now(), delayMs);
  }

  return {
    soon,
    now,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      dueMs = Infinity;
    },
    resume() {
      isStopped = false;
    },
  };
}
