import { StorageError } from './errors.ts';
import type { StorageRuntime } from './storage-runtime.ts';

/** Logs what is the server's fault: not what a caller did wrong, nor that one hung up. */
export function noteFailure({ log }: Pick<StorageRuntime, 'log'>, path: string, error: unknown): void {
  if (error instanceof StorageError && (error.trueStatus < 500 || error.code === 'Aborted')) return;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
  log('error', 'storage request failed', { path, error: String(error), cause });
}
