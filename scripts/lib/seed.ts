import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { exitOf, startChild } from './child.ts';
import { instanceFile } from './instance-files.ts';
import { root } from './root.ts';

const SEED = join('scripts', 'seed.ts');

/** The demo people of a data folder as the JSON text that the app takes; empty when it has none. */
export function readDemoPeople(dataDir: string): string {
  const file = instanceFile.demoPeople(dataDir);
  return existsSync(file) ? JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) : '';
}

/**
 * Fills a new embedded database with the demo company, once: the seed leaves `demo-people.json` when it is done.
 * @throws Error with the output of the seed when it fails; the next start tries again.
 */
export async function seedOnce(
  dataDir: string,
  env: Record<string, string | undefined>,
  say: (message: string) => void,
): Promise<void> {
  if (existsSync(instanceFile.demoPeople(dataDir)) || !existsSync(join(root, SEED))) return;
  say('Creating the demo company …');
  const lines: string[] = [];
  const child = startChild({
    args: ['--import', 'tsx', SEED],
    env: { ...env, PARLEY_DATA_DIR: dataDir },
    onLine: (line) => lines.push(line),
  });
  const { code } = await exitOf(child);
  if (code !== 0) throw new Error(`The demo company could not be created:\n${lines.join('\n')}`);
}
