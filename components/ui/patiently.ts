const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** With a network, what still cannot be fetched then is not there any more. */
const MAX_TRIES = 6;

/**
 * A loader of code that bears a missing network: what cannot be fetched now is fetched when it can, and the page goes on
 * without it until then. Any other fault is the loader's own.
 */
export function patiently<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await load();
      } catch (error) {
        const isUnfetched = error instanceof Error && error.name === 'ChunkLoadError';
        if (!isUnfetched || (tries >= MAX_TRIES && navigator.onLine)) throw error;
        await networkOrPause(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)));
      }
    }
  };
}

async function networkOrPause(pauseMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      window.removeEventListener('online', goOn);
      resolve();
    };
    const timer = setTimeout(goOn, pauseMs);
    window.addEventListener('online', goOn);
  });
}
