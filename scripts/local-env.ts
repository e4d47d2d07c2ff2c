// npm run local:env: where the running embedded stack is, as KEY=value lines.
import { readEnvironment } from './lib/env-files.ts';
import { dataDirOf, runningInstance } from './lib/instance-files.ts';
import { root } from './lib/root.ts';
import { runCommand, say } from './lib/terminal.ts';

await runCommand(async () => {
  const dataDir = dataDirOf(readEnvironment(root, process.env, 'production'));
  const running = await runningInstance(dataDir);
  if (running === null) throw new Error(`No Parley runs on ${dataDir}; start it with npm start.`);
  const { instance } = running;
  if (instance === null)
    throw new Error(`Parley on ${dataDir} (process ${running.pid}) is not ready yet; try again in a moment.`);
  for (const [name, value] of Object.entries(instance.env)) say(`${name}=${value}`);
  return 0;
});
