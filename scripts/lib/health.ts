const STEP_MS = 100;

type Answer = { ok: boolean; alive: boolean; reason: string };

async function ask(url: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(`${url}/api/health`, { signal });
    const body = await response.text();
    return { ok: response.ok, alive: true, reason: `${response.status} ${body.slice(0, 500)}` };
  } catch (error) {
    if (signal.aborted) throw error;
    return { ok: false, alive: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** `alive`: it answers at all. `healthy`: it reports that everything it needs is up. */
export type Readiness = 'alive' | 'healthy';

/**
 * Resolves when the app is ready, with null or, when it is alive but not healthy, with the reason.
 * @throws Error with the last reason after `limitMs`, or when aborted.
 */
export async function waitUntilReady(
  url: string,
  readiness: Readiness,
  limitMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  const startedAt = Date.now();
  for (;;) {
    const answer = await ask(url, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
    if (answer.ok) return null;
    if (answer.alive && readiness === 'alive') return answer.reason;
    if (Date.now() - startedAt > limitMs) throw new Error(`${url}/api/health answers: ${answer.reason}`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    signal.throwIfAborted();
  }
}
