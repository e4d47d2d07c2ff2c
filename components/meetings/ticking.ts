/**
 * Calls `onTick` every so often, also while the page is hidden: browsers slow the timers of hidden pages down to one a
 * minute, and leave those of workers alone. Where there can be no worker, the page's own timer does.
 * @returns what ends it
 */
export function tickEvery(everyMs: number, onTick: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const useTimer = () => {
    timer ??= setInterval(onTick, everyMs);
  };
  const stopWorker = startWorker(everyMs, onTick, useTimer);
  if (!stopWorker) useTimer();
  return () => {
    stopWorker?.();
    clearInterval(timer);
  };
}

/** @returns what ends it; null where no worker can be had. `onFailure`: it turned out later that it does not run */
function startWorker(everyMs: number, onTick: () => void, onFailure: () => void): (() => void) | null {
  const source = new Blob([`setInterval(() => postMessage(null), ${everyMs});`], { type: 'text/javascript' });
  const address = URL.createObjectURL(source);
  const over = new AbortController();
  const { signal } = over;
  signal.addEventListener('abort', () => URL.revokeObjectURL(address));
  try {
    const worker = new Worker(address);
    signal.addEventListener('abort', () => worker.terminate());
    worker.addEventListener('message', onTick, { signal });
    const fail = () => {
      over.abort();
      onFailure();
    };
    worker.addEventListener('error', fail, { signal });
    return () => over.abort();
  } catch {
    // Some browsers and policies have no workers, or none from such an address.
    over.abort();
    return null;
  }
}
