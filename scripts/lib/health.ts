const STEP_MS = 100;

type Answer = { ok: boolean; reason: string };

async function ask(url: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(`${url}/api/health`, { signal });
    const body = await response.text();
    return { ok: response.ok, reason: `${response.status} ${body.slice(0, 500)}` };
  } catch (error) {
    if (signal.aborted) throw error;
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Resolves when the app reports that it and everything it needs are up.
 * @throws Error with the last reason after `limitMs`, or when aborted.
 */
export async function waitUntilHealthy(url: string, limitMs: number, signal: AbortSignal): Promise<void> {
  const startedAt = Date.now();
  for (;;) {
    const answer = await ask(url, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
    if (answer.ok) return;
    if (Date.now() - startedAt > limitMs) throw new Error(`${url}/api/health answers: ${answer.reason}`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    signal.throwIfAborted();
  }
}
