/** Timers of a hidden page run once a minute at worst; a longer pause means that the machine or the page slept. */
const SLEPT_MS = 90_000;
const TICK_MS = 10_000;
/** Coming back fires several events. */
const RETURN_EVERY_MS = 3_000;

type WakeListeners = {
  /** The machine slept, or the network is back: sockets are dead, whatever they say. */
  onWake: () => void;
  /** The person looks at the page again. */
  onReturn: () => void;
};

/** Watches for sleep (by the clock's jumps), for the network, and for the person's return. Returns what stops it. */
export function watchWake({ onWake, onReturn }: WakeListeners): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let lastMs = Date.now();
  let returnedMs = 0;
  const check = () => {
    const sleptMs = Date.now() - lastMs;
    lastMs = Date.now();
    return sleptMs > SLEPT_MS;
  };
  const look = () => {
    if (check()) onWake();
    else if (document.visibilityState === 'visible' && Date.now() - returnedMs > RETURN_EVERY_MS) {
      returnedMs = Date.now();
      onReturn();
    }
  };
  const timer = setInterval(() => check() && onWake(), TICK_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
  document.addEventListener('visibilitychange', look, { signal });
  window.addEventListener('focus', look, { signal });
  window.addEventListener('online', onWake, { signal });
  return () => stop.abort();
}
