import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian and Fedora, a build of one's own, Homebrew. */
const USUAL_PLACES = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where coturn's server is installed; null when it is not. */
export function findTurnserver(path = process.env['PATH'] ?? ''): string | null {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...USUAL_PLACES];
  return folders.map((folder) => join(folder, 'turnserver')).find(isExecutable) ?? null;
}
