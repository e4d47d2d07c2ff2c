import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROTATE_BYTES = 10 * 1024 * 1024;

export type LogFile = { write: (line: string) => void; close: () => Promise<void> };

/** Appends lines to `<dataDir>/logs/<name>.log`; a file over 10 MiB becomes `<name>.old.log` first. */
export function openLogFile(dataDir: string, name: string): LogFile {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}.log`);
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes > ROTATE_BYTES) renameSync(path, join(folder, `${name}.old.log`));
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // A full disk must not end the program that serves from memory; the lines are lost.
  stream.on('error', () => {});
  return {
    write: (line) => stream.write(`${line}\n`),
    close: async () => {
      await new Promise<void>((resolve) => {
        stream.end(resolve);
      });
    },
  };
}
