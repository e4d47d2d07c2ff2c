import { setTimeout as delay } from 'node:timers/promises';

import type { Log } from '../context.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './start-postgres.ts';

export type KeptPostgres = Pick<RunningPostgres, 'port' | 'adminUrl' | 'urlFor' | 'stop'>;

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;
const HEALTHY_AFTER_MS = 30_000;

/**
 * Starts Postgres and starts it again, on the same port and with a growing delay, whenever it ends by itself; clients
 * just reconnect.
 * @throws Error when the first start fails.
 */
export async function keepPostgres(options: PostgresOptions, log: Log): Promise<KeptPostgres> {
  const first = await startPostgres(options);
  const again: PostgresOptions = { ...options, port: first.port };
  const stopping = new AbortController();
  let current = first;

  const restart = async (): Promise<RunningPostgres | null> => {
    for (let delayMs = FIRST_DELAY_MS; !stopping.signal.aborted;) {
      try {
        return await startPostgres(again);
      } catch (error) {
        log('error', 'postgres does not start', { error: String(error), retryInMs: delayMs });
      }
      await delay(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
    }
    return null;
  };

  const watch = async (): Promise<void> => {
    let failures = 0;
    for (;;) {
      const startedAt = Date.now();
      const { code, signal } = await current.exited;
      if (stopping.signal.aborted) return;
      failures = Date.now() - startedAt > HEALTHY_AFTER_MS ? 0 : failures + 1;
      log('error', 'postgres ended unexpectedly and is restarted', { code, signal });
      // The first restart is at once; one that keeps falling over is given time.
      if (failures > 1) {
        const delayMs = Math.min(FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS);
        await delay(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
      const next = await restart();
      if (next === null) return;
      current = next;
      // stop() may have been called while the new server was starting.
      if (stopping.signal.aborted) {
        await next.stop();
        return;
      }
      log('warn', 'postgres runs again', { pid: next.pid });
    }
  };
  const watching = watch();

  return {
    port: first.port,
    adminUrl: first.adminUrl,
    urlFor: first.urlFor,
    stop: async () => {
      stopping.abort();
      await current.stop();
      await watching;
    },
  };
}
