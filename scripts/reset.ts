// npm run reset: deletes the data of the embedded Supabase; the next start begins with a new demo company.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { confirm } from './lib/ask.ts';
import { readEnvironment } from './lib/env-files.ts';
import { dataDirOf, instanceFile, runningInstance, stopLeftChildren } from './lib/instance-files.ts';
import { takeLock } from './lib/instance-lock.ts';
import { root } from './lib/root.ts';
import { runCommand, say } from './lib/terminal.ts';

/** Only a folder that Parley made is deleted, whatever PARLEY_DATA_DIR says. */
function isDataDir(folder: string): boolean {
  return ['keys.json', 'ports.json', 'postgres'].some((name) => existsSync(join(folder, name)));
}

await runCommand(async () => {
  const dataDir = dataDirOf(readEnvironment(root, process.env, 'production'));
  if (!existsSync(dataDir)) {
    say(`There is nothing to delete in ${dataDir}.`);
    return 0;
  }
  if (!isDataDir(dataDir)) throw new Error(`${dataDir} is not a data folder of Parley; nothing was deleted.`);
  const running = await runningInstance(dataDir);
  if (running !== null) throw new Error(`Parley runs on ${dataDir} (process ${running.pid}). Stop it first.`);
  if (!process.argv.includes('--yes') && !(await confirm(`Delete everything in ${dataDir}?`))) {
    say('Nothing was deleted. Without a terminal, say: npm run reset -- --yes');
    return 1;
  }
  const lock = await takeLock(instanceFile.lock(dataDir));
  if (!('release' in lock))
    throw new Error(`Parley has just started on ${dataDir} (process ${lock.pid}). Stop it first.`);
  await stopLeftChildren(dataDir);
  rmSync(dataDir, { recursive: true });
  say(`Deleted ${dataDir}.`);
  return 0;
});
