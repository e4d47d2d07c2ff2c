/** Keeps the screen lit, and asks again whenever the page is looked at again. @returns what ends it */
export function keepScreenLit(): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  // Absent in some browsers, and on pages that are not served securely.
  if (!('wakeLock' in navigator)) return () => undefined;
  const ask = async () => {
    if (document.visibilityState !== 'visible') return;
    try {
      const lock = await navigator.wakeLock.request('screen');
      const release = () => void lock.release();
      if (signal.aborted) release();
      else signal.addEventListener('abort', release, { once: true });
    } catch {
      // A weak battery, or a policy: the screen goes dark as it always does.
    }
  };
  // Browsers release it by themselves when the page is hidden.
  document.addEventListener('visibilitychange', () => void ask(), { signal });
  void ask();
  return () => stop.abort();
}
