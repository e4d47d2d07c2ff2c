import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { Log } from './context.ts';

const LIMIT_BYTES = 5_000_000;
const CHECK_EVERY = 200;

/**
 * One JSON object a line into `stack.log` of the data folder (kept to two files of 5 MB); warnings and errors also
 * go to `alarm`, so that the person at the terminal sees them.
 */
export function createLog(dataDir: string, alarm: (line: string) => void): Log {
  const path = join(dataDir, 'stack.log');
  let lines = 0;
  const rotate = (): void => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LIMIT_BYTES) renameSync(path, `${path}.1`);
  };
  return (level, message, fields = {}) => {
    const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...fields });
    try {
      if (lines % CHECK_EVERY === 0) rotate();
      lines += 1;
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      // A full disk or a removed folder must not take the stack down; the terminal is told instead.
      alarm(`stack.log cannot be written: ${String(error)}`);
    }
    if (level !== 'info') alarm(line);
  };
}
